"""Papers in, how fast they are read out: the pipeline beside spaCy's tokenizer, part by part.

    python tests/benchmarks/throughput.py PAPERS.jsonl[.xz] ... [--papers N] [--rounds N]

Every line of the files is an object with "title" and "abstract"; lines are taken from the files in
turn. Each round reads papers that no round before has seen, so that what the pipeline remembers of
words helps as much as it does in a build and no more; round 0 warms up and does not count. Times
are processor time of one process, the median of the rounds.
"""

from __future__ import annotations

import argparse
import json
import lzma
import sys
from collections import deque
from itertools import chain, islice
from pathlib import Path
from statistics import median
from time import process_time
from typing import TYPE_CHECKING

import spacy

from kg.extract import CHUNK, extract
from kg.extract.documents import make_doc
from kg.extract.extraction import to_extraction
from kg.extract.pipeline import open_pipeline
from kg.model import Paper

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language

TOKENIZER, WHOLE = "blank tokenizer alone", "whole pipeline"
DOC, VALUES = "tokenizer, Doc", "plain values"


def papers_of(path: Path) -> Iterator[Paper]:
    """Yield the papers of a file of JSON lines, packed by xz or not."""
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines):
            record = json.loads(line)
            yield Paper(f"paper/{number}", record["title"], record["abstract"])


def in_turn(sources: Iterable[Iterator[Paper]]) -> Iterator[Paper]:
    """Yield one item of each iterator after the other until all are at their end."""
    waiting = deque(sources)
    while waiting:
        source = waiting.popleft()
        for paper in islice(source, 1):
            yield paper
            waiting.append(source)


def time_whole(papers: Sequence[Paper], blank: Language) -> Iterator[tuple[str, float]]:
    """Yield the seconds of the blank tokenizer and of the whole pipeline on the same papers."""
    texts = [f"{paper.title}\n\n{paper.abstract}" for paper in papers]
    begin = process_time()
    for text in texts:
        blank.make_doc(text)
    yield TOKENIZER, process_time() - begin
    begin = process_time()
    deque(extract(papers), maxlen=0)
    yield WHOLE, process_time() - begin


def time_parts(papers: Sequence[Paper], nlp: Language) -> Iterator[tuple[str, float]]:
    """Yield the seconds of each component in its turn, for each chunk of papers."""
    waiting = iter(papers)
    while chunk := list(islice(waiting, CHUNK)):
        begin = process_time()
        docs = [make_doc(nlp, paper) for paper in chunk]
        yield DOC, process_time() - begin
        for name, component in nlp.pipeline:
            begin = process_time()
            docs = [component(doc) for doc in docs]
            yield name, process_time() - begin
        begin = process_time()
        for doc, paper in zip(docs, chunk, strict=True):
            to_extraction(doc, paper)
        yield VALUES, process_time() - begin


def measure(papers: Iterator[Paper], count: int, rounds: int) -> dict[str, float]:
    """Return for each thing measured its median milliseconds per paper."""
    blank, nlp = spacy.blank("en"), open_pipeline()
    measured: dict[str, list[float]] = {}
    for number in range(rounds + 1):
        one, other = list(islice(papers, count)), list(islice(papers, count))
        if len(other) < count:
            sys.exit(f"too few papers: {2 * count * (rounds + 1)} are read; lower --papers")
        seconds: dict[str, float] = {}
        for name, took in chain(time_whole(one, blank), time_parts(other, nlp)):
            seconds[name] = seconds.get(name, 0.0) + took
        if number:
            for name, took in seconds.items():
                measured.setdefault(name, []).append(1000 * took / count)
    return {name: median(each) for name, each in measured.items()}


def report(measured: dict[str, float]) -> Iterator[str]:
    """Yield the lines of the table, then of the two figures that matter."""
    yield f"{'':24}ms per paper"
    for name, milliseconds in measured.items():
        yield f"{name:24}{milliseconds:12.3f}"
    yield f"{'sum of the parts':24}{sum(list(measured.values())[2:]):12.3f}"
    whole, tokenizer = measured[WHOLE], measured[TOKENIZER]
    yield f"{1000 / whole:.0f} papers/s, 1/{whole / tokenizer:.1f} of the tokenizer's speed"


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--papers", type=int, default=500, help="papers of a round (500)")
    parser.add_argument("--rounds", type=int, default=5, help="rounds that count (5)")
    options = parser.parse_args()
    papers = in_turn([papers_of(path) for path in options.files])
    for line in report(measure(papers, options.papers, options.rounds)):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
