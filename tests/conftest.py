"""What several tests need: graphs built once, golden files, the shared folder if it is there."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import kg
from kg.build import build
from kg.sample import PAGES
from kg.store.places import Remote
from kg.store.reader import Reader
from tests import browser as browsers
from tests import toy
from tests.remote import sparql_server
from tests.web import publish_web

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from playwright.sync_api import Browser, Page

    from kg.graph import Graph
    from kg.store.places import Place

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
def sample_on_server(sample_output: Path) -> Iterator[Remote]:
    """The graph of the bundled sample on a server; treat it as read-only."""
    with _server(sample_output) as place, Reader(sample_output) as reader:
        toy.publish(place, reader.quads(), papers=reader.version.papers)
        yield place


@pytest.fixture(scope="session")
def toy_on_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """The small graph with one of everything on a server; treat it as read-only."""
    with _server(tmp_path_factory.mktemp("toy")) as place:
        toy.publish(place, toy.quads())
        yield place


@pytest.fixture(scope="session")
def web_on_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """The hand-made graph on a server; treat it as read-only."""
    with _server(tmp_path_factory.mktemp("web")) as place:
        yield publish_web(place)


@pytest.fixture(scope="session", params=["embedded", "remote"])
def sample_place(request: pytest.FixtureRequest, sample_output: Path) -> Place:
    """The graph of the bundled sample, in a folder and on a server; treat it as read-only."""
    return sample_output if request.param == "embedded" else _of(request, "sample_on_server")


@pytest.fixture(scope="session", params=["embedded", "remote"])
def toy_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The small graph with one of everything, in a folder and on a server; it is read-only."""
    if request.param == "remote":
        return _of(request, "toy_on_server")
    output = tmp_path_factory.mktemp("toy")
    toy.publish(output, toy.quads())
    return output


@pytest.fixture(scope="session", params=["embedded", "remote"])
def web_place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The hand-made graph, in a folder and on a server; treat it as read-only."""
    if request.param == "remote":
        return _of(request, "web_on_server")
    return publish_web(tmp_path_factory.mktemp("web"))


@pytest.fixture(scope="session")
def scratch_on_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Remote]:
    """A server that every test may publish to."""
    with _server(tmp_path_factory.mktemp("scratch")) as place:
        yield place


@pytest.fixture(params=["embedded", "remote"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Place:
    """A place to publish to, in a folder and on a server."""
    return tmp_path if request.param == "embedded" else _of(request, "scratch_on_server")


@contextmanager
def _server(folder: Path) -> Iterator[Remote]:
    with sparql_server("--union-default-graph") as url:
        yield Remote(url, folder=folder)


def _of(request: pytest.FixtureRequest, server: str) -> Remote:
    # Asked for only now: where the server is not installed, the tests on disk run all the same.
    place: Remote = request.getfixturevalue(server)
    return place


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


@pytest.fixture(scope="module")
def downloads(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the browser saves to."""
    return tmp_path_factory.mktemp("downloads")


@pytest.fixture(scope="module", params=list(browsers.NAMES))
def browser(request: pytest.FixtureRequest, downloads: Path) -> Iterator[Browser]:
    """Each browser in turn; skips what is not installed."""
    # It ends with the module, as asyncio cannot be used while it runs.
    if not browsers.found(request.param):
        pytest.skip(f"{request.param} is not installed")
    with browsers.launched(request.param, downloads) as running:
        yield running


@pytest.fixture(scope="module")
def heard_page(browser: Browser) -> tuple[Page, list[str]]:
    """A page for all tests of a module, as most take less long than to open one; its complaints."""
    opened, complaints = browsers.new_page(browser), list[str]()
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    return opened, complaints


@pytest.fixture
def page(heard_page: tuple[Page, list[str]]) -> Iterator[Page]:
    """An empty page of 1200 by 800 pixels; whatever it complains of fails the test at its end."""
    opened, complaints = heard_page
    opened.set_viewport_size({"width": 1200, "height": 800})
    opened.emulate_media(color_scheme="null")
    complaints.clear()
    yield opened
    opened.goto("about:blank")
    assert complaints == []


@pytest.fixture
def taken(page: Page, downloads: Path) -> Callable[[str], bytes]:
    """Return the content of the file that a button of "Take away" saves."""

    def take(what: str) -> bytes:
        page.evaluate("document.getElementById('take').open = true")
        return browsers.save(page, page.locator(f"#take-{what}"), downloads)

    return take
