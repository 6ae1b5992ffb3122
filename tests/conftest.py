"""What several tests need: graphs built once, golden files, the shared folder if it is there."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.build import build
from kg.sample import PAGES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kg.graph import Graph

SHARED = Path(__file__).parents[2] / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a golden file under tests/data/golden, or rewrite that file."""

    def compare(name: str, text: str) -> None:
        path = Path(__file__).parent / "data" / "golden" / name
        if request.config.getoption("--update-golden"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def sample_output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of the bundled sample, built once; treat it as read-only."""
    output = tmp_path_factory.mktemp("sample") / "output"
    build(PAGES, output)
    return output


@pytest.fixture(scope="session")
def sample(sample_output: Path) -> Iterator[Graph]:
    """The graph of the bundled sample."""
    with kg.open(sample_output) as graph:
        yield graph


@pytest.fixture(scope="session")
def seeds() -> list[Path]:
    """The five real pages; skips where they are not."""
    pages = sorted((SHARED / "seeds").glob("*.txt"))
    if not pages:
        pytest.skip("needs the real pages in ../shared/seeds")
    return pages


@pytest.fixture(scope="session")
def seeds_output(tmp_path_factory: pytest.TempPathFactory, seeds: list[Path]) -> Path:
    """The output folder of the five real pages, built once; treat it as read-only."""
    output = tmp_path_factory.mktemp("seeds") / "output"
    build(seeds, output)
    return output
