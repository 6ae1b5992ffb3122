"""A server from its start to its end: what it needs, what it notices, what it leaves behind."""

from __future__ import annotations

import http.client
import signal
import socket
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING

import pytest

from kg.cli import main
from tests import toy, web
from tests.running import running
from tests.serving import serving

if TYPE_CHECKING:
    from pathlib import Path

    from tests.serving import Server

COUNT = "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?p a kg:Paper }"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
_PATIENCE = 10.0


@pytest.fixture
def output(tmp_path: Path) -> Path:
    toy.publish(tmp_path, toy.quads())
    return tmp_path


def workers(output: Path) -> list[str]:
    """Return the lines that ps has for the workers of a graph."""
    found = subprocess.run(
        ["ps", "-wweo", "pid,stat,args"], capture_output=True, text=True, check=True
    )
    lines = found.stdout.splitlines()
    return [line for line in lines if "kg.serve.worker" in line and str(output) in line]


def are_gone(output: Path) -> bool:
    last = time.monotonic() + _PATIENCE
    while workers(output):
        if time.monotonic() > last:
            return False
        time.sleep(0.05)
    return True


def ask_in_vain(server: Server) -> threading.Thread:
    """Ask what has no answer, and give the thread that waits for it."""

    def ask() -> None:
        try:
            server.ask(RUNAWAY)
        except (http.client.HTTPException, OSError):
            return

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.5)
    return asking


def counted(server: Server) -> str:
    return server.ask(COUNT, "text/csv").text.split()[1]


def test_the_example_of_the_help_runs(output: Path) -> None:
    last = str(main.commands["serve"].help).strip().splitlines()[-1]
    options = last.partition("Example: kg serve")[2].split()
    assert options
    with serving(output, *options) as server:
        assert counted(server) == "2"


def test_a_new_version_is_served_at_once(output: Path) -> None:
    with serving(output) as server:
        assert counted(server) == "2"
        assert server.page("/concept/heron").status == 404
        first = next(output.glob("store/v-toy-*"))
        web.publish_web(output)
        assert [counted(server) for _ in range(4)] == ["6"] * 4
        assert [server.page("/concept/heron").status for _ in range(4)] == [200] * 4
        assert "6 papers" in server.page("/").text
        # Nobody reads the old version any more: the next build removes it.
        toy.publish(output, toy.quads(), digest="third")
        assert not first.exists()


def test_a_query_goes_on_with_the_version_that_it_began_with(output: Path) -> None:
    with serving(output) as server:
        asking = ask_in_vain(server)
        first = next(output.glob("store/v-toy-*"))
        toy.publish(output, [], digest="empty")
        assert first.exists()
        assert counted(server) == "0"
        asking.join()


def test_a_graph_that_is_lost_is_told_and_found_again(output: Path) -> None:
    with serving(output) as server:
        (output / "store").rename(output / "elsewhere")
        toy.publish(output, toy.quads(), digest="again")
        for path in output.glob("store/v-again-*/data/MANIFEST-*"):
            path.write_bytes(b"")
        answer = server.ask(COUNT)
        assert (answer.status, str(output) in answer.text) == (503, False)
        assert server.page("/").status == 503
        toy.publish(output, toy.quads(), digest="mended")
        assert counted(server) == "2"


@pytest.mark.parametrize("busy", [False, True], ids=["idle", "busy"])
def test_ctrl_c_ends_everything(output: Path, busy: bool) -> None:
    with serving(output) as server:
        assert len(workers(output)) == 4
        asking = ask_in_vain(server) if busy else None
        begun = time.monotonic()
        server.process.send_signal(signal.SIGINT)
        assert server.process.wait(_PATIENCE) == 0
        assert time.monotonic() - begun < 4
        assert are_gone(output)
    if asking is not None:
        asking.join()


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_the_server(output: Path, how: signal.Signals) -> None:
    with serving(output) as server:
        asking = ask_in_vain(server)
        assert len(workers(output)) == 4
        server.process.send_signal(how)
        server.process.wait(_PATIENCE)
        assert are_gone(output)
    asking.join()


def test_a_worker_that_is_killed_is_replaced_and_leaves_no_zombie(output: Path) -> None:
    with serving(output) as server:
        for _ in range(2):
            assert server.ask(RUNAWAY).status == 504
        time.sleep(1)
        found = workers(output)
        assert len(found) == 4
        assert not [line for line in found if line.split()[1].startswith("Z")]


def test_a_port_in_use_is_told_in_one_line(output: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = running(output)("serve", "--port", str(port))
    assert done.exit_code == 1
    assert done.stderr == (
        f"Error: port {port} of 127.0.0.1 is in use; "
        "name another with --port, or --port 0 for any that is free\n"
    )


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--host", "0.0.0.0"], "0.0.0.0 lets other machines read the graph; say --remote if"),  # noqa: S104
        (["--host", "192.0.2.1", "--remote"], "192.0.2.1, port 8000: cannot be used: "),
        (["--host", "no.such.host.invalid", "--remote"], "cannot be used: "),
        (["--queries", "absent"], "absent: no such folder of questions"),
    ],
)
def test_a_wrong_address_is_told_in_one_line(
    output: Path, options: list[str], problem: str
) -> None:
    done = running(output)("serve", *options)
    assert done.exit_code == 1
    lines = [line for line in done.stderr.splitlines() if not line.startswith("warning: ")]
    assert len(lines) == 1
    assert lines[0].startswith("Error: ")
    assert problem in lines[0]


def test_without_a_graph_nothing_is_served(tmp_path: Path) -> None:
    done = running(tmp_path)("serve", "--port", "0")
    assert done.exit_code == 1
    assert "holds no graph; build one with: kg build PAGES" in done.stderr


@pytest.mark.parametrize("library", ["starlette", "uvicorn"])
def test_a_missing_library_is_told_in_one_line(output: Path, library: str) -> None:
    program = (
        f"import sys; sys.modules[{library!r}] = None; from kg.cli import main; main(['serve'])"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"KG_OUTPUT": str(output), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr == f"Error: kg serve needs {library}: pip install 'paper-kg[serve]'\n"


def test_a_server_may_have_names(output: Path) -> None:
    with serving(output, "--name", "Graph.example") as server:
        for host in ("graph.example:80", "GRAPH.EXAMPLE", socket.gethostname()):
            assert server.send("GET", "/", Host=host).status == 200
        assert server.send("GET", "/", Host="other.example").status == 421


def test_own_questions_are_on_the_page(output: Path, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "kites.rq").write_text(
        "#+ summary: All kites\nSELECT ?k { ?k skos:prefLabel 'Kite' }"
    )
    with serving(output, "--queries", str(folder)) as server:
        assert "All kites" in server.page("/query").text
        assert "/concept/kite" in server.page("/query?question=kites").text
        (folder / "broken.rq").write_text("#+ nonsense")
        assert server.page("/query").status == 400


def test_pages_of_a_named_origin_may_read(output: Path) -> None:
    with serving(output, "--origin", "https://yasgui.example") as server:
        asked = {"Access_Control_Request_Method": "POST", "Access_Control_Request_Headers": "x"}
        for origin, allowed in (("https://yasgui.example", True), ("https://evil.example", False)):
            for method in ("GET", "OPTIONS"):
                answer = server.send(method, "/sparql?query=ASK{}", Origin=origin, **asked)
                given = answer.headers.get("access-control-allow-origin")
                assert given == (origin if allowed else None)
                assert "access-control-allow-credentials" not in answer.headers


def test_requests_are_noted_in_a_line_each(output: Path, tmp_path: Path) -> None:
    noted = tmp_path / "noted"
    with noted.open("w") as file, serving(output, "--log", stderr=file) as server:
        server.page("/concept/kite")
        server.page("/%1b%5b31m%0aGET%20/forged%20200")
    lines = noted.read_text().splitlines()
    assert lines[0].startswith("GET /concept/kite 200 ")
    assert lines[1].startswith("GET /[31m GET /forged 200 404 ")
    assert lines[2:] == ["ended"]
