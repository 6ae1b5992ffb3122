from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from kg.errors import ExportError
from kg.files import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def test_a_file_is_written_in_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "folder" / "page.html"
    write_whole(path, [b"one ", b"two"])
    assert path.read_bytes() == b"one two"
    assert list(path.parent.iterdir()) == [path]


def test_what_was_there_is_replaced(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"a longer text than the new one")
    write_whole(path, [b"new"])
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize(
    ("error", "shown", "message"),
    [
        pytest.param(OSError(28, "No space left on device"), ExportError, "No space", id="disk"),
        # Oxigraph's errors have a text only.
        pytest.param(OSError("IO error: broken"), ExportError, "IO error: broken", id="store"),
        pytest.param(KeyboardInterrupt(), KeyboardInterrupt, None, id="interrupt"),
    ],
)
def test_an_error_half_way_leaves_what_was_there(
    tmp_path: Path, error: BaseException, shown: type[BaseException], message: str | None
) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(b"old")

    def chunks() -> Iterator[bytes]:
        yield b"ne"
        raise error

    with pytest.raises(shown, match=message):
        write_whole(path, chunks())
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_of_that_name_is_one_line(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.mkdir()
    with pytest.raises(ExportError) as caught:
        write_whole(path, [b"new"])
    assert str(caught.value) == f"{path}: cannot be written: Is a directory"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_in_the_place_of_the_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "folder").write_text("a file")
    with pytest.raises(ExportError, match=r"page\.html: cannot be written: "):
        write_whole(tmp_path / "folder" / "page.html", [b"new"])


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder_is_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(ExportError, match="cannot be written: Permission denied"):
            write_whole(tmp_path / "page.html", [b"new"])
    finally:
        tmp_path.chmod(0o700)
