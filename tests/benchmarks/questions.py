"""Ten named questions, asked of the store and of rdflib's memory store in the same run.

    python -m tests.benchmarks.questions OUTPUT [--rounds N] [--patience SECONDS] [--evidence]

OUTPUT is the folder of a graph that `kg build` made of many papers. Both sides get the same
triples: those of papers, entities, themes and pages, and with ``--evidence`` those of mentions and
sentences too, of which rdflib takes about a gigabyte for each million. The store holds them in
named graphs on disk, as always; rdflib gets one plain graph, which suits it better than a data set.

Every question has its values in place, is parsed and answered by both, and all rows are read. Times
are processor time, the median of the rounds. rdflib is given up where it takes longer than the
patience; then the ratio is at least what stands there. The exit code is 1 where two answers differ.
"""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
from collections import Counter
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING, NamedTuple

import pyoxigraph as ox
import rdflib

from kg.query import question, self_contained
from kg.store.reader import Reader
from kg.store.sparql import ask
from kg.store.versions import Version, Versions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

QUESTIONS: dict[str, dict[str, str]] = {
    "baselines-for-task": {"task": "object detection"},
    "bridges-between-themes": {"one": "object detection", "other": "pre-training"},
    "compared-with": {"method": "BERT"},
    "datasets-for-task": {"task": "question answering"},
    "methods-most-used": {},
    "methods-on-dataset": {"dataset": "ImageNet"},
    "newest-papers": {},
    "papers-of-two-themes": {"one": "transformer", "other": "object detection"},
    "papers-with-code-for-task": {"task": "image classification"},
    "similar-papers": {},
}
"""Question → its parameters; of the graph's papers, the first is asked about."""

Row = tuple[str, ...]


class Timing(NamedTuple):
    """What one question took, in seconds, and whether both gave the same rows.

    `theirs` is the patience, and `same` is None, where rdflib was given up.
    """

    name: str
    rows: int
    ours: float
    theirs: float
    same: bool | None

    @property
    def ratio(self) -> float:
        """How many times as long rdflib takes."""
        return self.theirs / self.ours


@contextmanager
def facts_alone(output: Path, *, evidence: bool) -> Iterator[Reader]:
    """Give a reader of the graph under `output`, or of a copy without mentions and sentences."""
    with Reader(output) as reader:
        if evidence:
            yield reader
            return
        with tempfile.TemporaryDirectory() as folder:
            versions = Versions(Path(folder) / "store")
            with versions.building():
                facts = (quad for quad in reader.quads() if not is_evidence(quad))
                versions.publish(facts, Version("facts", reader.version.base, 0, 0))
            with Reader(Path(folder)) as copy:
                yield copy


def is_evidence(quad: ox.Quad) -> bool:
    """Return whether a quad is about a stretch of text, or leads to one."""
    return "#char=" in str(quad.subject) or "#char=" in str(quad.object)


def in_rdflib(reader: Reader) -> rdflib.Graph:
    """Return the union of all graphs in rdflib's memory store."""
    graph = rdflib.Graph()
    for quad in reader.quads():
        graph.add((_node(quad.subject), _node(quad.predicate), _node(quad.object)))
    return graph


def _node(term: object) -> rdflib.URIRef | rdflib.Literal:
    if isinstance(term, ox.NamedNode):
        return rdflib.URIRef(term.value)
    if not isinstance(term, ox.Literal):
        raise TypeError(term)
    datatype = None if term.datatype.value == str(rdflib.XSD.string) else term.datatype.value
    return rdflib.Literal(term.value, lang=term.language, datatype=datatype)


def ours(reader: Reader, text: str) -> list[Row]:
    """Return the rows that the store answers with."""
    return list(ask(reader, text).rows())


def theirs(graph: rdflib.Graph, base: str, text: str) -> list[Row]:
    """Return the rows that rdflib answers with, ids for IRIs below `base`."""
    return [
        tuple("" if value is None else str(value).removeprefix(base) for value in row)
        for row in graph.query(text)
        if isinstance(row, tuple)
    ]


def timed(answer: Callable[[], list[Row]], rounds: int) -> tuple[float, list[Row]]:
    """Return the median of the seconds that an answer takes, and its rows."""
    seconds, rows = [], []
    for _ in range(rounds):
        begun = process_time()
        rows = answer()
        seconds.append(process_time() - begun)
    return median(seconds), rows


def are_same(one: Iterable[Row], other: Iterable[Row]) -> bool:
    """Return whether two answers have the same rows, with numbers and lists as they may differ.

    >>> are_same([("0.3330", "b, a")], [("0.333", "a, b")]), are_same([("1",)], [("2",)])
    (True, False)
    """
    return Counter(map(_plain, one)) == Counter(map(_plain, other))


def _plain(row: Row) -> Row:
    return tuple(_number(value) or ", ".join(sorted(value.split(", "))) for value in row)


def _number(value: str) -> str:
    try:
        return f"{float(value):.3f}"
    except ValueError:
        return ""


@contextmanager
def _patience(seconds: int) -> Iterator[None]:
    def end(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGPROF, end)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def measured(reader: Reader, rounds: int, patience: int) -> Iterator[Timing]:
    """Yield what each question takes here and there."""
    graph, base = in_rdflib(reader), reader.node("").value
    for name, values in QUESTIONS.items():
        asked = values or {each.name: reader.ids("paper")[0] for each in question(name).parameters}
        text = question(name).bound(reader, asked)
        portable = self_contained(text)
        seconds, rows = timed(lambda text=text: ours(reader, text), rounds)  # type: ignore[misc]
        try:
            with _patience(patience):
                # Once is enough where it takes long.
                slow, found = timed(lambda text=portable: theirs(graph, base, text), 1)  # type: ignore[misc]
            if slow < 1:
                slow, found = timed(lambda text=portable: theirs(graph, base, text), rounds)  # type: ignore[misc]
            yield Timing(name, len(rows), seconds, slow, are_same(rows, found))
        except TimeoutError:
            yield Timing(name, len(rows), seconds, patience, None)


def lines(timings: Sequence[Timing]) -> Iterator[str]:
    """Yield a table of timings, and the median of their ratios.

    >>> print(*lines([Timing("themes", 3, 0.001, 0.5, True)]), sep="\\n")
    question                       rows       ms   rdflib ms    times  same
    themes                            3     1.00       500.0      500  yes
    median: 500 times as fast, least: 500 times
    """
    yield f"{'question':<28}{'rows':>7}{'ms':>9}{'rdflib ms':>12}{'times':>9}  same"
    for one in timings:
        same = {True: "yes", False: "NO", None: "given up"}[one.same]
        yield (
            f"{one.name:<28}{one.rows:>7}{one.ours * 1000:>9.2f}{one.theirs * 1000:>12.1f}"
            f"{one.ratio:>9.0f}  {same}"
        )
    ratios = [one.ratio for one in timings]
    yield f"median: {median(ratios):.0f} times as fast, least: {min(ratios):.0f} times"


def main() -> int:
    """Print the table of all questions; return the exit code."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--patience", type=int, default=120)
    parser.add_argument("--evidence", action="store_true")
    given = parser.parse_args()
    with facts_alone(given.output, evidence=given.evidence) as reader:
        print(f"{len(reader.ids('paper')):,} papers, {reader.version.quads:,} quads", flush=True)  # noqa: T201
        timings = list(measured(reader, given.rounds, given.patience))
    print(*lines(timings), sep="\n")  # noqa: T201
    return int(any(one.same is False for one in timings))


if __name__ == "__main__":
    sys.exit(main())
