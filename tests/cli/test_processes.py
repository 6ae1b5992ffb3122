"""Real processes: closed pipes, full disks, Ctrl-C, time limits, broken bytes."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
import unicodedata
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.web import EVIL, publish_web

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

ROOT = Path(__file__).parents[2]
ENDLESS = {
    "counted": "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
    "sorted": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?a ?d",
    "printed": "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }",
}
Program = list[str | bytes]


@pytest.fixture(scope="module")
def output(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return publish_web(tmp_path_factory.mktemp("web"))


def command(*words: str | bytes) -> Program:
    return [sys.executable, "-m", "kg", *words]


def environment(output: Path) -> dict[str, str]:
    return {
        "PYTHONPATH": str(ROOT),
        "PATH": os.environ["PATH"],
        "KG_OUTPUT": str(output),
        "LC_ALL": "C.UTF-8",
    }


def tree(folder: Path) -> list[tuple[str, int]]:
    return sorted((str(path), path.stat().st_size) for path in folder.rglob("*"))


@pytest.mark.parametrize(
    "words",
    [
        ("show", "backprop"),
        ("neighbours", "backprop", "--depth", "3"),
        ("stats", "--format", "table"),
        ("show", EVIL.id, "--json"),
        ("query", "SELECT * { ?s ?p ?o }"),
        ("query", "SELECT * { ?s ?p ?o }", "--format", "csv"),
        ("query", "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"),
        ("--help",),
    ],
    ids=" ".join,
)
def test_closed_pipe_ends_quietly(output: Path, words: Sequence[str]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "wb") as pipe:
        done = subprocess.run(
            command(*words),
            env=environment(output),
            stdout=pipe,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.stderr == b""
    assert done.returncode in (0, 1)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
@pytest.mark.parametrize(
    "words", [("show", "Kite"), ("stats", "--json"), ("query", "ASK {}", "--format", "csv")]
)
def test_full_disk_is_one_line(output: Path, words: Sequence[str]) -> None:
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            command(*words),
            env=environment(output),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr == b"Error: [Errno 28] No space left on device\n"


@pytest.mark.parametrize("words", [("show",), ("search",), ("query",), ("path", "Kite")])
def test_broken_bytes_are_not_found(output: Path, words: Sequence[str]) -> None:
    done = subprocess.run(
        command(*words, b"\xff\xfezz"), env=environment(output), capture_output=True, check=False
    )
    assert done.returncode == (1 if words == ("query",) else 3)
    assert done.stderr.startswith(b"Error: ")
    assert done.stderr.count(b"\n") == 1


@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
@pytest.mark.parametrize("format_", ["tsv", "csv"])
def test_time_limit_ends_a_query(output: Path, text: str, format_: str) -> None:
    before = tree(output)
    done = subprocess.run(
        command("query", text, "--timeout", "1", "--format", format_),
        env=environment(output),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        timeout=60,
        check=False,
    )
    assert (done.returncode, done.stderr) == (
        1,
        b"Error: no answer within 1 seconds; narrow the query or raise --timeout\n",
    )
    assert tree(output) == before


def wait_until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        time.sleep(0.05)
    raise TimeoutError


def seconds_of(process: int) -> float:
    """Return the processor time that a process has used so far."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("text", ENDLESS.values(), ids=ENDLESS)
def test_interrupt_ends_a_query(output: Path, text: str) -> None:
    before = tree(output)
    with subprocess.Popen(
        command("query", text),
        env=environment(output),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    ) as process:
        # Twice as long as it needs to start: deep inside the store by then.
        wait_until(lambda: seconds_of(process.pid) > 0.8)
        process.send_signal(signal.SIGINT)
        _, complaint = process.communicate(timeout=30)
    assert (process.returncode, complaint) == (-signal.SIGINT, b"")
    assert tree(output) == before


def test_graph_answers_after_a_query_was_ended(output: Path) -> None:
    subprocess.run(
        command("query", ENDLESS["counted"], "--timeout", "1"),
        env=environment(output),
        capture_output=True,
        check=False,
    )
    publish_web(output)
    done = subprocess.run(
        command("show", "Kite"), env=environment(output), capture_output=True, check=True
    )
    assert done.stdout.startswith(b"subject\t")
    # The version that the ended query was reading has been let go, and swept.
    assert len(list((output / "store").glob("v-*"))) == 1


def in_terminal(output: Path, columns: int, *words: str) -> str:
    """Return what a command prints on a terminal of that width; 0 where it does not say."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 0, columns, 0, 0))
    try:
        subprocess.run(
            command(*words),
            env=environment(output),
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            check=False,
        )
        return os.read(ours, 65536).decode()
    finally:
        os.close(ours)
        os.close(theirs)


@pytest.mark.parametrize("columns", [0, 50, 200])
def test_terminal_gets_a_table_as_wide_as_it_is(output: Path, columns: int) -> None:
    lines = in_terminal(output, columns, "neighbours", "concept/koala").splitlines()
    assert lines[0].split() == ["hops", "relation", "kind", "name", "confidence"]
    assert max(map(len, lines)) <= (columns or 100)


@pytest.mark.parametrize(
    "words",
    [
        ("query", "SELECT ?t { ?p dcterms:title ?t }"),
        ("query", "SELECT ?t { ?p dcterms:title ?t }", "--format", "csv"),
        ("query", "SELECT ?t { ?p dcterms:title ?t }", "--format", "json"),
        ("query", "CONSTRUCT { ?p dcterms:title ?t } WHERE { ?p dcterms:title ?t }"),
        ("show", EVIL.id),
        ("show", EVIL.id, "--json"),
        ("show", "\x1b[31mnothing\x9b\u202e"),
    ],
    ids=ascii,
)
def test_titles_never_steer_a_terminal(output: Path, words: Sequence[str]) -> None:
    shown = in_terminal(output, 80, *words)
    steering = {c for c in shown if unicodedata.category(c) in ("Cc", "Cf")}
    assert steering <= {"\r", "\n", "\t"}
    assert "Evil" in shown or "nothing" in shown
