from __future__ import annotations

import errno
import os
import shutil
import signal
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import StoreError
from kg.store import locks
from kg.store import versions as module
from kg.store.dump import dump
from kg.store.reader import Reader
from kg.store.versions import Version, Versions
from tests import toy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def numbered(number: int, size: int = 3) -> list[Quad]:
    """Return the quads of a graph that is told from others by its number."""
    node = NamedNode("https://example.org/x")
    return [Quad(node, node, Literal(f"{number} {at}"), node) for at in range(size)]


def publish(output: Path, number: int) -> Version:
    """Put the graph of that number in force."""
    return toy.publish(output, numbered(number), f"d{number}", number)


def held(output: Path) -> bytes:
    """Return the graph in force, as N-Quads."""
    with Reader(output) as reader:
        return b"".join(dump(reader, "nq"))


def whole(number: int) -> bytes:
    return "".join(sorted(f"{quad} .\n" for quad in numbered(number))).encode()


def names(output: Path) -> list[str]:
    return sorted(path.name for path in (output / "store").iterdir())


def in_force(output: Path) -> Path:
    return output / "store" / (output / "store" / "CURRENT").read_text().strip()


@pytest.fixture
def output(tmp_path: Path) -> Path:
    """An output folder that holds graph 1."""
    publish(tmp_path / "output", 1)
    return tmp_path / "output"


def test_what_is_published_is_in_force(output: Path) -> None:
    version = Versions(output / "store").current()
    assert version is not None
    assert (version.digest, version.quads, version.papers) == ("d1", 3, 1)
    assert held(output) == whole(1)
    assert names(output) == ["CURRENT", "build.lock", "v-d1-1"]


def test_the_next_version_takes_its_place(output: Path) -> None:
    assert publish(output, 2).quads == 3
    assert held(output) == whole(2)
    assert names(output) == ["CURRENT", "build.lock", "v-d2-1"]


def test_the_same_digest_can_be_published_again(output: Path) -> None:
    for _ in range(2):
        publish(output, 1)
        assert held(output) == whole(1)
        assert len(names(output)) == 3


def test_no_graph_yet_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StoreError) as caught:
        Reader(tmp_path / "output")
    assert str(caught.value) == (
        f"{tmp_path}/output: holds no graph; build one with: kg build PAGES (or try: kg demo)"
    )
    assert Versions(tmp_path / "output" / "store").current() is None
    assert not (tmp_path / "output").exists()


def test_a_reader_keeps_its_version_while_others_are_published(output: Path) -> None:
    with Reader(output) as reader:
        publish(output, 2)
        publish(output, 3)
        assert b"".join(dump(reader, "nq")) == whole(1)
        assert held(output) == whole(3)
        assert names(output) == ["CURRENT", "build.lock", "v-d1-1", "v-d3-1"]
    publish(output, 4)
    assert names(output) == ["CURRENT", "build.lock", "v-d4-1"]


def test_a_reader_and_a_build_may_begin_while_another_reads(output: Path) -> None:
    with Reader(output), Reader(output), Versions(output / "store").building():
        assert held(output) == whole(1)


def test_a_second_build_at_once_is_refused(output: Path) -> None:
    store = Versions(output / "store")
    with store.building():
        with pytest.raises(StoreError) as caught, Versions(output / "store").building():
            pass
        assert str(caught.value) == (
            f"{output}/store: another build is running; wait for it to end"
        )
    with store.building():
        pass


def test_quads_that_break_off_change_nothing(output: Path) -> None:
    def breaking_off() -> Iterator[Quad]:
        yield from numbered(2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        toy.publish(output, breaking_off())
    assert held(output) == whole(1)
    assert names(output) == ["CURRENT", "build.lock", "v-d1-1"]


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "No space left on device"), OSError("IO")])
def test_a_full_disk_changes_nothing(
    output: Path, monkeypatch: pytest.MonkeyPatch, error: OSError
) -> None:
    def full(*_: object) -> None:
        raise error

    monkeypatch.setattr(module, "_replace_text", full)
    with pytest.raises(StoreError) as caught:
        publish(output, 2)
    assert str(caught.value) == f"{output}/store: cannot be written: {error.strerror or error}"
    monkeypatch.undo()
    assert held(output) == whole(1)
    assert names(output) == ["CURRENT", "build.lock", "v-d1-1"]


def test_a_reader_that_loses_the_race_takes_the_new_version(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    share, opened = locks.share, []

    def publish_first(path: Path) -> object:
        opened.append(path.parent.name)
        if len(opened) == 1:
            publish(output, 2)
        return share(path)

    monkeypatch.setattr(locks, "share", publish_first)
    assert held(output) == whole(2)
    assert opened == ["v-d1-1", "v-d2-1"]


CURRENT = [
    "",
    "\n",
    "garbage",
    ".",
    "..",
    "../..",
    "/etc",
    "v-d1-2",
    "a\0b",
    "x" * 5000,
    "v-d1-1/..",
]


@pytest.mark.parametrize("text", CURRENT)
def test_a_current_that_names_no_version_is_one_line(output: Path, text: str) -> None:
    (output / "store" / "CURRENT").write_text(text)
    check_damaged(output)


def test_a_current_that_is_no_text_is_one_line(output: Path) -> None:
    (output / "store" / "CURRENT").write_bytes(bytes(range(128, 256)))
    check_damaged(output)


def test_a_current_that_cannot_be_read_is_one_line(output: Path) -> None:
    (output / "store" / "CURRENT").unlink()
    (output / "store" / "CURRENT").mkdir()
    with pytest.raises(StoreError, match=r"CURRENT cannot be read \(Is a directory\)"):
        Reader(output)
    with pytest.raises(StoreError, match="cannot be written: Is a directory"):
        publish(output, 2)


def only(folder: Path, pattern: str) -> Path:
    return sorted(folder.glob(pattern))[0]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


DAMAGES: dict[str, Callable[[Path], object]] = {
    "manifest truncated": lambda v: cut(only(v, "data/MANIFEST-*")),
    "manifest missing": lambda v: only(v, "data/MANIFEST-*").unlink(),
    "manifest garbage": lambda v: flip(only(v, "data/MANIFEST-*")),
    "sst missing": lambda v: only(v, "data/*.sst").unlink(),
    "sst truncated": lambda v: cut(only(v, "data/*.sst")),
    "sst garbage": lambda v: flip(only(v, "data/*.sst")),
    "rocksdb CURRENT garbage": lambda v: flip(v / "data" / "CURRENT"),
    "data missing": lambda v: shutil.rmtree(v / "data"),
    "lock missing": lambda v: (v / "lock").unlink(),
    "facts missing": lambda v: (v / "version.json").unlink(),
    "facts truncated": lambda v: cut(v / "version.json"),
    "facts empty": lambda v: (v / "version.json").write_text(""),
    "facts null": lambda v: (v / "version.json").write_text("null"),
    "facts list": lambda v: (v / "version.json").write_text("[]"),
    "facts incomplete": lambda v: (v / "version.json").write_text('{"files": []}'),
    "facts of odd types": lambda v: (v / "version.json").write_text('{"files": 3}'),
    "facts not text": lambda v: (v / "version.json").write_bytes(b"\xff\xfe{"),
    "version missing": shutil.rmtree,
}


def flip(path: Path) -> None:
    path.write_bytes(bytes(byte ^ 0xFF for byte in path.read_bytes()))


def check_damaged(output: Path) -> None:
    """Check that a damaged graph is one line, and that a build repairs it."""
    with pytest.raises(StoreError) as caught:
        Reader(output)
    assert "build again with: kg build PAGES" in str(caught.value)
    assert "\n" not in str(caught.value)
    publish(output, 1)
    assert held(output) == whole(1)
    assert len(names(output)) == 3


@pytest.mark.parametrize("name", DAMAGES)
def test_damage_is_one_line_and_can_be_repaired(output: Path, name: str) -> None:
    DAMAGES[name](in_force(output))
    check_damaged(output)


def test_another_layout_is_built_anew(output: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FORMAT", 2)
    with pytest.raises(StoreError, match="another version of kg; build again with: kg build PAGES"):
        Reader(output)


@pytest.mark.parametrize("text", ["garbage", "v-d1-2"])
def test_no_version_is_removed_before_it_is_known_which_is_good(output: Path, text: str) -> None:
    (output / "store" / "CURRENT").write_text(text)
    with Versions(output / "store").building():
        pass
    (output / "store" / "CURRENT").write_text("v-d1-1")
    assert held(output) == whole(1)


def test_damage_inside_a_file_is_one_line_with_a_way_out(output: Path) -> None:
    """A block that is read late: opening looks at the sizes only."""
    toy.publish(output, numbered(5, 20_000))
    for file in (in_force(output) / "data").glob("*.sst"):
        with file.open("r+b") as stream:
            stream.write(b"\xff" * (file.stat().st_size - 10_000))
    with Reader(output) as reader, pytest.raises(StoreError) as caught:
        list(reader.quads())
    assert "remove that folder and build again" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_in_the_place_of_a_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("not a folder")
    with pytest.raises(StoreError, match="holds no graph; build one with"):
        Reader(tmp_path / "output")
    with pytest.raises(StoreError, match="cannot be written: Not a directory"):
        publish(tmp_path / "output", 1)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "store").write_text("not a folder")
    with pytest.raises(StoreError, match="cannot be written: File exists"):
        publish(tmp_path / "other", 1)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_can_be_read_and_not_written(output: Path) -> None:
    (output / "store").chmod(0o500)
    try:
        assert held(output) == whole(1)
        with pytest.raises(StoreError, match="cannot be written: Permission denied"):
            publish(output, 2)
    finally:
        (output / "store").chmod(0o700)


PUBLISH_AND_DIE = """
import os, signal, sys
from pathlib import Path
import pyoxigraph
from tests import toy

FILES = {"open", "os.mkdir", "os.rename", "os.rmdir"}
left = int(sys.argv[3])
quads = list(pyoxigraph.parse(path=sys.argv[2]))

def die(event, arguments):
    global left
    if event in FILES:
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(die)
toy.publish(Path(sys.argv[1]), quads, "d2")
"""


def test_a_publication_killed_at_any_file_operation_leaves_a_whole_graph(output: Path) -> None:
    """Death comes before the first operation, before the second, and so on to the last."""
    graph = output / "2.nq"
    graph.write_bytes(whole(2))
    found = []
    for operations in count():
        killed = subprocess.run(
            [sys.executable, "-c", PUBLISH_AND_DIE, str(output), str(graph), str(operations)],
            cwd=Path(__file__).parents[2],
            check=False,
        )
        if killed.returncode == 0:
            break
        assert killed.returncode == -signal.SIGKILL
        found.append(held(output))
        assert found[-1] in (whole(1), whole(2))
        publish(output, 1)
        assert held(output) == whole(1)
        assert len(names(output)) == 3
    assert held(output) == whole(2)
    # Both happen, in this order, and each more than once.
    assert found == sorted(found)
    assert 5 < found.count(whole(1)) < len(found) - 2
