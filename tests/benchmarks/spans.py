"""Sentences with marked spans in, how many of them extraction finds.

    python -m tests.benchmarks.spans SENTENCES.jsonl ...

A line has a text and spans with start, end and label. Labels are those of two outside data sets:
short and long for the forms of acronyms, Dataset for names of data sets. A sentence is read as an
abstract without a title, so that the classifier, made for whole papers, sees little.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from operator import eq
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.extract import extract
from kg.extract.acronyms import acronyms_in
from kg.model import Paper

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from kg.model import Extraction

LABELS = ("short", "long", "Dataset")


class Marked(NamedTuple):
    """A stretch of text under a label."""

    label: str
    start: int
    end: int


def found(text: str, extraction: Extraction) -> Iterator[Marked]:
    """Yield what was found under the labels."""
    for pair in acronyms_in(text):
        yield Marked("short", pair.short_start, pair.short_end)
        yield Marked("long", pair.long_start, pair.long_end)
    for entity in extraction.entities:
        if entity.kind == "dataset":
            yield from (Marked("Dataset", each.start, each.end) for each in entity.mentions)


class Shares(NamedTuple):
    """The share of found spans that are marked, and of marked ones that are found."""

    precision: float
    recall: float


def overlap(one: Marked, other: Marked) -> bool:
    """Return whether two spans of one label have a letter in common."""
    return one.label == other.label and one.start < other.end and other.start < one.end


def scores(sentences: Iterable[dict[str, Any]]) -> dict[str, Shares]:
    """Return the shares of each label that is marked anywhere: to the letter, and by overlap."""
    records = list(sentences)
    papers = [Paper(f"paper/{n}", "", record["text"]) for n, record in enumerate(records)]
    pairs = [
        (
            {Marked(each["label"], each["start"], each["end"]) for each in record["spans"]},
            set(found(record["text"], extraction)),
        )
        for record, extraction in zip(records, extract(papers), strict=True)
    ]
    labels = {each.label for wanted, _ in pairs for each in wanted}
    return {
        f"{label}, {how}": _shares(label, pairs, agree)
        for label in LABELS
        if label in labels
        for how, agree in (("to the letter", eq), ("by overlap", overlap))
    }


def _shares(
    label: str, pairs: Iterable[tuple[set[Marked], set[Marked]]], agree: Callable[..., bool]
) -> Shares:
    counts = Counter[tuple[str, bool]]()
    for wanted, own in pairs:
        for side, spans, others in (("own", own, wanted), ("wanted", wanted, own)):
            counts.update(
                (side, any(agree(span, other) for other in others))
                for span in spans
                if span.label == label
            )
    precision, recall = (
        counts[side, True] / max(counts[side, True] + counts[side, False], 1)
        for side in ("own", "wanted")
    )
    return Shares(precision, recall)


def main() -> None:
    """Score what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    for path in parser.parse_args().files:
        with path.open(encoding="utf-8") as lines:
            for label, (precision, recall) in scores(map(json.loads, lines)).items():
                sys.stdout.write(f"{path.name}: {label}: P {precision:.3f} R {recall:.3f}\n")


if __name__ == "__main__":
    main()
