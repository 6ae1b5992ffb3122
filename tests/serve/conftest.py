"""One server for all tests that leave it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.serving import serving
from tests.web import publish_web

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.serving import Server


@pytest.fixture(scope="session")
def server(sample_output: Path) -> Iterator[Server]:
    """A server of the bundled sample."""
    with serving(sample_output) as running:
        yield running


@pytest.fixture(scope="session")
def web_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server of the hand-made graph, with its ambiguous names and its hostile title."""
    with serving(publish_web(tmp_path_factory.mktemp("web"))) as running:
        yield running
