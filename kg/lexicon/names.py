"""A file of mined names in, what a corpus says of one name out."""

from __future__ import annotations

import gzip
import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from kg.errors import AliasError
from kg.lexicon import FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

FILE = "names.tsv.gz"
SHIPPED = FOLDER / FILE

_BETWEEN = re.compile(r"[\s_/\u2010-\u2014-]+")


class Usage(NamedTuple):
    """How the papers of a corpus use one name: how many do, and shares of its mentions in %."""

    papers: int
    title: int
    """In a title."""
    lead: int
    """At the beginning of a title, before its colon."""
    lower: int
    """Written without a capital."""
    dataset: int
    """Before "dataset", "benchmark", "corpus" and the like."""
    method: int
    """Before "model", "method", "network" and the like."""
    metric: int
    """Before "score", "metric" and the like, or after a number."""
    task: int
    """Before "task" or "problem"."""
    on: int
    """After "on"."""
    used: int
    """After "using", "with", "via", "based on" and the like."""
    proposed: int
    """After "propose", "introduce", "called" and the like."""
    compared: int
    """After "outperform", "than", "over" and the like."""
    aim: int
    """After "for" or "of"."""
    does: int
    """Before what a method does: "achieves", "outperforms", "learns"."""


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """Return the key under which a name stands in the file: cheap, and coarser than an entity's.

    >>> name_key("Graph Neural Networks"), name_key("CIFAR-10")
    ('graphneuralnetwork', 'cifar10')
    """
    key = _BETWEEN.sub("", name).lower()
    plural = len(key) > 3 and key[-1] == "s" and key[-2] not in "sui"
    return key[:-1] if plural else key


def names_for(folder: Path) -> dict[str, str]:
    """Return the names that `kg train` mined into a folder, else the shipped ones."""
    mined = folder / FILE
    return read_names(mined if mined.exists() else SHIPPED)


@cache
def read_names(path: Path = SHIPPED) -> dict[str, str]:
    """Return key → its figures as they stand in the file of mined names.

    Raises `AliasError` if it cannot be read.
    """
    try:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            pairs = (line.rstrip("\n").partition("\t") for line in lines if line[0] != "#")
            return {key: figures for key, _, figures in pairs}
    except (OSError, EOFError, UnicodeDecodeError) as error:
        raise AliasError(str(path), 0, "is no file of mined names; train again") from error


def usage(figures: str) -> Usage:
    r"""Return the usage that a row of the file says.

    >>> usage("12\t0\t0\t0\t40\t0\t0\t0\t50\t0\t0\t0\t0\t0").dataset
    40
    """
    return Usage(*map(int, figures.split("\t")))


def write_names(path: Path, rows: Iterable[tuple[str, Usage]]) -> None:
    """Write a file of mined names, the same bytes for the same rows in any order."""
    header = "# key\t" + "\t".join(Usage._fields) + "\n"
    text = "".join("\t".join((key, *map(str, said))) + "\n" for key, said in sorted(rows))
    path.write_bytes(gzip.compress((header + text).encode(), 9, mtime=0))
