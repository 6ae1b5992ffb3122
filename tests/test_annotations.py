"""Annotated papers whose abstracts stand elsewhere, and what ``kg train`` says of wrong ones."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("sklearn", reason="kg.train needs scikit-learn")

from kg.errors import SourceError
from kg.train.annotations import read_annotations
from tests.running import running
from tests.test_train import ANNOTATED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.running import Run

ROOT = Path(__file__).parents[1]
BARE = [{k: v for k, v in each.items() if k != "abstract"} for each in ANNOTATED]
TEXTS = [{"title": each["title"], "abstract": each["abstract"]} for each in ANNOTATED]


def written(path: Path, records: Iterable[dict[str, Any]]) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    return path


def fish(**more: str) -> dict[str, Any]:
    return {"title": "On Fish", "methods": [{"name": "PondNet", "role": "used"}], **more}


# Reading


@pytest.mark.parametrize("title", ["On Fish", "ON FISH.", "on  fish"])
def test_abstract_is_found_by_the_title(tmp_path: Path, title: str) -> None:
    path = written(tmp_path / "bare.jsonl", [fish()])
    texts = [("On Toads", "We count toads."), (title, "We use PondNet.")]
    [record] = read_annotations([path], lambda: texts)
    assert (record["title"], record["abstract"]) == ("On Fish", "We use PondNet.")
    assert (record["methods"], record["tasks"]) == (fish()["methods"], [])


def test_own_abstract_is_kept(tmp_path: Path) -> None:
    path = written(tmp_path / "whole.jsonl", [fish(abstract="PondNet is here.")])
    [record] = read_annotations([path], lambda: [("On Fish", "We use PondNet.")])
    assert record["abstract"] == "PondNet is here."


def test_texts_are_not_read_where_no_abstract_is_lacking(tmp_path: Path) -> None:
    def texts() -> Iterator[tuple[str, str]]:
        raise AssertionError

    path = written(tmp_path / "whole.jsonl", [fish(abstract="PondNet is here.")])
    assert len(read_annotations([path], texts)) == 1


def test_first_text_that_is_not_blank_counts(tmp_path: Path) -> None:
    path = written(tmp_path / "bare.jsonl", [fish()])
    texts = [("On Fish", " "), ("On Fish", "We use PondNet."), ("On Fish", "Another text.")]
    assert read_annotations([path], lambda: texts)[0]["abstract"] == "We use PondNet."


def test_papers_of_one_title_have_one_text(tmp_path: Path) -> None:
    path = written(tmp_path / "bare.jsonl", [fish(), {"title": "On fish."}])
    records = read_annotations([path], lambda: [("On Fish", "We use PondNet.")])
    assert [each["abstract"] for each in records] == ["We use PondNet."] * 2


def test_records_come_in_the_order_of_files_and_lines(tmp_path: Path) -> None:
    files = [
        written(tmp_path / "b.jsonl", [fish(), {"title": "On Toads"}]),
        written(tmp_path / "a.jsonl", [{"title": "On Newts"}]),
    ]
    texts = [(title, "We count them.") for title in ("On Newts", "On Toads", "On Fish")]
    found = read_annotations(files, lambda: texts)
    assert [each["title"] for each in found] == ["On Fish", "On Toads", "On Newts"]


def test_paper_whose_text_is_nowhere_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path / "bare.jsonl", [fish(), {"title": "On Toads"}, {"title": "On Newts"}])
    texts = [("On Fish", "We use PondNet."), ("On Newts", "")]
    with pytest.raises(SourceError, match=r"no abstract .* of 'On Toads' and 1 more"):
        read_annotations([path], lambda: texts)


def test_abstract_must_be_there_without_texts(tmp_path: Path) -> None:
    path = written(tmp_path / "bare.jsonl", [fish(abstract="PondNet."), fish()])
    with pytest.raises(SourceError, match=r"bare\.jsonl:2: 'abstract' is missing"):
        read_annotations([path])


# The command


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in a folder with bare annotations and their texts."""
    monkeypatch.chdir(tmp_path)
    written(Path("bare.jsonl"), BARE)
    written(Path("texts.jsonl"), TEXTS)
    return running(tmp_path)


def test_training_with_texts_from_elsewhere_is_the_same(run: Run) -> None:
    written(Path("whole.jsonl"), ANNOTATED)
    one = run("train", "whole.jsonl", "-o", "one")
    other = run("train", "bare.jsonl", "--texts", "texts.jsonl", "-o", "other")
    assert (one.exit_code, other.exit_code) == (0, 0), other.stderr
    assert one.stdout == other.stdout
    for part in ("kg_classify/classifier.json.gz", "report.json"):
        assert (Path("one") / part).read_bytes() == (Path("other") / part).read_bytes()


LINE = json.dumps(BARE[0])
REFUSED = [
    pytest.param(
        '{"title": "On Fish"}', "lines.jsonl: no abstract there or in --texts of "
        "'On Fish'", id="text nowhere",
    ),
    pytest.param(
        f'{LINE}\n{{"title": "On',
        "lines.jsonl:2: not JSON; write one object per line", id="bad JSON",
    ),
    pytest.param(
        '["On Fish"]', "lines.jsonl:1: not a JSON object; write one paper per line", id="no object"
    ),
    pytest.param(
        '{"titel": "On Fish"}',
        "lines.jsonl:1: 'title' is missing or wrong; it must be a text that is not blank",
        id="no title",
    ),
    pytest.param(
        f'{LINE}\n\n{{"title": "On Fish", "methods": ["PondNet"]}}',
        "lines.jsonl:3: 'methods' is missing or wrong; it must be a list of objects with name and "
        "aliases", id="wrong list",
    ),
    pytest.param(
        '{"title": "On Fish", "abstract": null}',
        "lines.jsonl:1: 'abstract' is missing or wrong; it must be a text", id="wrong abstract",
    ),
    pytest.param(LINE, "1 annotated papers; training needs 5 or more", id="too few"),
    pytest.param("", "0 annotated papers; training needs 5 or more", id="none"),
    pytest.param(
        "\n".join([*map(json.dumps, BARE), json.dumps({"title": BARE[3]["title"].upper()})]),
        f"{BARE[3]['title']!r} is annotated 2 times; remove all records of it but one",
        id="title twice",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "message"), REFUSED)
def test_wrong_annotations_are_told_in_one_line(run: Run, lines: str, message: str) -> None:
    Path("lines.jsonl").write_text(lines, "utf-8")
    result = run("train", "lines.jsonl", "--texts", "texts.jsonl", "-o", "mine")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr == f"Error: {message}\n"
    assert not Path("mine").exists()


@pytest.mark.parametrize("option", ["--texts", "--lexicon"])
def test_corpus_that_cannot_be_read_is_told(run: Run, option: str) -> None:
    annotations = "bare.jsonl" if option == "--texts" else "whole.jsonl"
    written(Path("whole.jsonl"), ANNOTATED)
    result = run("train", annotations, option, "absent.jsonl", "-o", "mine")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith("Error: absent.jsonl: ")
    assert result.stderr.count("\n") == 1
    assert not Path("mine").exists()


@pytest.mark.parametrize(
    ("library", "words", "message"),
    [
        ("sklearn", (), "training needs scikit-learn: pip install 'paper-kg[train]'"),
        ("gensim", (), "1 annotated papers; training needs 5 or more"),
        (
            "gensim",
            ("whole.jsonl", "--lexicon", "whole.jsonl"),
            "mining a corpus needs gensim: pip install 'paper-kg[train]'",
        ),
    ],
)
def test_library_that_is_missing_is_told(
    tmp_path: Path, library: str, words: tuple[str, ...], message: str
) -> None:
    written(tmp_path / "one.jsonl", ANNOTATED[:1])
    written(tmp_path / "whole.jsonl", ANNOTATED[1:])
    line = ["train", "one.jsonl", *words, "-o", "mine"]
    program = f"import sys; sys.modules[{library!r}] = None; from kg.cli import main; main({line})"
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (1, "", f"Error: {message}\n")
    assert not (tmp_path / "mine").exists()
