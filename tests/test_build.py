from __future__ import annotations

import itertools
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg.extract
from kg.build import BuildReport, build, known_rules
from kg.errors import AliasError, SourceError, StoreError
from kg.lexicon import themes
from kg.store.dump import dump
from kg.store.reader import Reader
from kg.store.versions import Versions

if TYPE_CHECKING:
    from collections.abc import Iterator

LANTERN = """Lantern: a small reader for large tables

Large tables are hard to read. We propose Lantern, a method that reads them row by row. On the
WikiSQL benchmark Lantern reaches an accuracy of 81.5%, compared with BERT. The code is at
https://github.com/example/lantern
"""
HARBOUR = """Harbour: images from few strokes

We present Harbour, a diffusion model that draws images from few strokes. It is trained on
CIFAR-10 and evaluated with FID on ImageNet. See https://example.org/harbour for a page.
"""
MEADOW = """Meadow: graphs without labels

We study contrastive learning on graphs without labels. Our model, Meadow, uses a Graph Neural
Network (GNN) and is tested on Cora and on ogbn-arxiv.
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[Path]]:
    """Two sets of pages that share a paper."""
    folder = tmp_path_factory.mktemp("pages")
    texts = {"monday": f"{LANTERN}\n{HARBOUR}", "tuesday": f"{HARBOUR}\n{MEADOW}"}
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text)
    monday, tuesday = sorted(folder.iterdir())
    return {"old": [monday], "new": [monday, tuesday]}


@pytest.fixture
def output(tmp_path: Path, pages: dict[str, list[Path]]) -> Path:
    build(pages["old"], tmp_path / "output")
    return tmp_path / "output"


def held(output: Path) -> bytes:
    """Return the graph in force, as N-Quads."""
    with Reader(output) as reader:
        return b"".join(dump(reader, "nq"))


def titles(output: Path) -> list[str]:
    with Reader(output) as reader:
        return [reader.name(id_) for id_ in reader.ids("paper")]


def counts(report: BuildReport) -> tuple[int, int, bool]:
    return report.papers, report.extracted, report.changed


def test_a_build_makes_a_graph_of_its_sources(output: Path) -> None:
    assert titles(output) == [
        "Harbour: images from few strokes",
        "Lantern: a small reader for large tables",
    ]
    version = Versions(output / "store").current()
    assert version is not None
    assert version.papers == 2
    assert version.quads == len(held(output).splitlines())


def test_sources_that_have_not_changed_build_nothing(
    output: Path, pages: dict[str, list[Path]]
) -> None:
    before = (output / "store" / "CURRENT").stat().st_mtime_ns
    assert counts(build(pages["old"], output)) == (2, 0, False)
    assert (output / "store" / "CURRENT").stat().st_mtime_ns == before


def test_only_a_paper_that_is_new_is_extracted(output: Path, pages: dict[str, list[Path]]) -> None:
    assert counts(build(pages["new"], output)) == (3, 1, True)
    assert "Meadow: graphs without labels" in titles(output)


def test_a_paper_that_is_gone_is_gone(output: Path, pages: dict[str, list[Path]]) -> None:
    before = held(output)
    build(pages["new"], output)
    assert counts(build(pages["old"], output)) == (2, 0, True)
    assert held(output) == before


def test_a_report_counts_the_papers_that_are_gone(
    output: Path, pages: dict[str, list[Path]]
) -> None:
    assert build(pages["new"], output).dropped == 0
    assert build(pages["old"], output).dropped == 1


def test_another_base_and_other_aliases_are_another_graph(
    output: Path, pages: dict[str, list[Path]], tmp_path: Path
) -> None:
    base = "https://example.org/mine/"
    assert counts(build(pages["old"], output, base=base)) == (2, 0, True)
    assert b"https://example.org/mine/paper/" in held(output)
    aliases = tmp_path / "aliases.tsv"
    aliases.write_text("same\tmethod\tLantern\tLamp\n")
    assert build(pages["old"], output, base=base, aliases=aliases).changed
    assert not build(pages["old"], output, base=base, aliases=aliases).changed
    aliases.write_text("# a comment\nsame\tmethod\tLantern\tLamp\n")
    assert not build(pages["old"], output, base=base, aliases=aliases).changed


@pytest.mark.parametrize("base", ["", "paper-kg", "not an iri", "https://", "https://x.org/<a>"])
def test_a_base_that_is_no_iri_is_one_line(
    output: Path, pages: dict[str, list[Path]], base: str
) -> None:
    with pytest.raises(StoreError, match="cannot be a base; write an IRI, such as https://"):
        build(pages["old"], output, base=base)


@pytest.mark.parametrize("content", [None, b"", b"\x00\x01\x02", b"\xff\xfe\xfa", b"One line only"])
def test_a_bad_source_leaves_the_graph_in_force(
    output: Path, pages: dict[str, list[Path]], tmp_path: Path, content: bytes | None
) -> None:
    before, bad = held(output), tmp_path / "bad.txt"
    if content is not None:
        bad.write_bytes(content)
    with pytest.raises(SourceError) as caught:
        build([*pages["new"], bad], output)
    assert str(bad) in str(caught.value)
    assert held(output) == before


def test_a_bad_source_makes_no_folder(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        build([tmp_path / "missing.txt"], tmp_path / "output")
    assert not (tmp_path / "output").exists()


def test_bad_aliases_leave_the_graph_in_force(
    output: Path, pages: dict[str, list[Path]], tmp_path: Path
) -> None:
    before = held(output)
    (tmp_path / "aliases.tsv").write_text("alike\tmethod\tLantern\tLamp\n")
    with pytest.raises(AliasError):
        build(pages["new"], output, aliases=tmp_path / "aliases.tsv")
    assert held(output) == before


def test_with_keep_going_the_rest_is_built(
    output: Path, pages: dict[str, list[Path]], tmp_path: Path
) -> None:
    report = build([*pages["new"], tmp_path / "missing.txt"], output, keep_going=True)
    assert counts(report) == (3, 1, True)
    assert [bool(source.errors) for source in report.sources] == [False, False, True]


def test_two_builds_at_once_are_refused_in_one_line(
    output: Path, pages: dict[str, list[Path]]
) -> None:
    before = held(output)
    with Versions(output / "store").building(), pytest.raises(StoreError) as caught:
        build(pages["new"], output)
    assert str(caught.value) == f"{output}/store: another build is running; wait for it to end"
    assert held(output) == before
    assert build(pages["new"], output).changed


def test_a_reader_goes_on_reading_while_builds_publish(
    output: Path, pages: dict[str, list[Path]]
) -> None:
    before = held(output)
    seen: list[bytes] = []
    with Reader(output) as reader:

        def read(*_: object) -> None:
            seen.append(b"".join(dump(reader, "nq")))

        build(pages["new"], output, progress=read)
        read()
        assert len(list((output / "store").glob("v-*"))) == 2
        assert held(output) != before
    assert len(seen) > 3
    assert set(seen) == {before}
    build(pages["old"], output)
    assert len(list((output / "store").glob("v-*"))) == 1


@pytest.mark.parametrize("name", ["CURRENT", "*/version.json", "*/data/MANIFEST-*", "*/data/*.sst"])
def test_a_damaged_graph_is_built_anew_from_unchanged_sources(
    output: Path, pages: dict[str, list[Path]], name: str
) -> None:
    before = held(output)
    path = sorted((output / "store").glob(name))[-1]
    path.write_bytes(path.read_bytes()[:7])
    with pytest.raises(StoreError, match="build again with: kg build PAGES"):
        Reader(output)
    assert counts(build(pages["old"], output)) == (2, 0, True)
    assert held(output) == before
    assert len(list((output / "store").glob("v-*"))) == 1


def test_a_ruined_cache_of_extractions_is_one_line_and_can_be_removed(
    output: Path, pages: dict[str, list[Path]]
) -> None:
    before, cache = held(output), output / "extractions.sqlite"
    cache.write_bytes(b"no database " * 100)
    with pytest.raises(StoreError, match="remove the file and build again") as caught:
        build(pages["new"], output)
    assert str(caught.value).startswith(f"{cache}: ")
    assert held(output) == before
    cache.unlink()
    assert counts(build(pages["new"], output)) == (3, 3, True)


def test_a_file_in_the_place_of_the_output_is_one_line(
    tmp_path: Path, pages: dict[str, list[Path]]
) -> None:
    (tmp_path / "output").write_text("a file")
    with pytest.raises(StoreError, match="cannot be written: Not a directory"):
        build(pages["old"], tmp_path / "output")


def test_progress_names_the_stages_in_order(tmp_path: Path, pages: dict[str, list[Path]]) -> None:
    calls: list[tuple[str, int, int]] = []
    build(pages["new"], tmp_path, progress=lambda *call: calls.append(call))
    assert calls == [
        ("reading", 0, 0),
        ("extracting", 3, 3),
        ("resolving", 0, 0),
        ("storing", 0, 0),
    ]


def test_the_same_bytes_from_any_order_folder_and_number_of_workers(
    tmp_path: Path, pages: dict[str, list[Path]], monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, order in enumerate(itertools.permutations(pages["new"])):
        build(order, tmp_path / f"{number}")
    # So few papers are not worth a worker otherwise.
    monkeypatch.setattr(kg.extract, "FEW", 1)
    monkeypatch.setattr(kg.extract, "CHUNK", 1)
    report = build(pages["new"], tmp_path / "workers", workers=4)
    assert report.extracted == 3
    assert len({held(folder) for folder in tmp_path.iterdir()}) == 1


def test_shipped_rules_say_what_is_the_same() -> None:
    rules = known_rules(themes())
    assert {rule.verdict for rule in rules} == {"same"}
    assert {rule.kind for rule in rules} == {"method", "dataset", "task", "metric", "theme"}


BUILD = """
import sys
from pathlib import Path
from kg.build import build

print("ready", flush=True)
sys.stdin.readline()
build(sys.argv[2:], Path(sys.argv[1]))
"""
MOMENTS = 20
COLD = (3, 9, 15)
"""Moments at which the papers have to be extracted, too."""


def run_and_kill(sources: list[Path], output: Path, after: float | None) -> float:
    """Build in a process of its own, kill it after some seconds; return how long it has run."""
    command = [sys.executable, "-c", BUILD, str(output), *map(str, sources)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, stdin=pipe, stdout=pipe, text=True, cwd=Path(__file__).parents[1]
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
        started = time.monotonic()
        child.stdin.write("\n")
        child.stdin.flush()
        try:
            assert child.wait(after) == 0
        except subprocess.TimeoutExpired:
            child.kill()
            # It may have come to its end by itself just now.
            assert child.wait() in (0, -signal.SIGKILL)
        return time.monotonic() - started


@pytest.fixture(scope="module")
def graphs(
    tmp_path_factory: pytest.TempPathFactory, pages: dict[str, list[Path]]
) -> dict[str, bytes]:
    """The two graphs as they must be, whole."""
    folder = tmp_path_factory.mktemp("known")
    for name, sources in pages.items():
        build(sources, folder / name)
    return {name: held(folder / name) for name in pages}


def turns(cold: float, warm: float) -> Iterator[tuple[str, bool, float]]:
    """Yield which graph to build next, whether from nothing, and when to kill the build."""
    for moment in range(MOMENTS):
        slow = moment in COLD
        yield ("new", "old")[moment % 2], slow, (cold if slow else warm) * moment / MOMENTS


def test_a_build_killed_at_any_moment_leaves_the_old_or_the_new_graph_whole(
    output: Path, pages: dict[str, list[Path]], graphs: dict[str, bytes]
) -> None:
    cache = output / "extractions.sqlite"
    warm = min(run_and_kill(pages[name], output, None) for name in ("new", "old", "new", "old"))
    cache.unlink()
    cold = run_and_kill(pages["new"], output, None)
    build(pages["old"], output)
    killed = []
    for target, slow, after in turns(cold, warm):
        if slow:
            cache.unlink()
        run_and_kill(pages[target], output, after)
        found = held(output)
        assert found in graphs.values()
        killed.append(found != graphs[target])
        build(pages[target], output)
        assert held(output) == graphs[target]
        assert sorted(path.name[:2] for path in (output / "store").iterdir()) == ["CU", "bu", "v-"]
    assert any(killed)
