"""The picture of a graph on disk."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from kg.errors import KgError
from kg.picture import draw
from tests import toy

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("enabled", [True, False])
@pytest.mark.parametrize("name", [None, "Pond", "nothing of that name"])
def test_drawing_leaves_the_collector_as_it_was(
    tmp_path: Path, name: str | None, *, enabled: bool
) -> None:
    toy.publish(tmp_path, toy.quads())
    before = gc.isenabled()
    try:
        (gc.enable if enabled else gc.disable)()
        if name and " " in name:
            with pytest.raises(KgError):
                draw(tmp_path, name=name)
        else:
            assert draw(tmp_path, name=name).read_text("utf-8").startswith("<!")
        assert gc.isenabled() is enabled
    finally:
        (gc.enable if before else gc.disable)()
