"""Papers in, extractions out: what the text of each paper says, and nothing else looked at."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

    from kg.model import Extraction, Paper

CHUNK = 100
"""Papers that go to a worker at a time: enough that sending them costs little."""

FEW = 300
"""Up to so many papers are read here: starting workers would take longer."""


@cache
def _nlp() -> Language:
    # spaCy takes a second to import: only who extracts pays for it.
    from kg.extract.pipeline import make_nlp

    return make_nlp()


def _read(papers: list[Paper]) -> list[Extraction]:
    from kg.extract.pipeline import extractions

    return list(extractions(_nlp(), papers))


def extract(papers: Iterable[Paper], *, workers: int = 1) -> Iterator[Extraction]:
    """Yield the extraction of each paper, in the same order, the same for any `workers`.

    Papers are taken as they are needed, so that a long stream of them is never held as a whole.

    >>> from kg.model import Paper
    >>> [reading] = extract([Paper("paper/x", "Nothing", "See github.com/ada/engine.")])
    >>> reading.links[0].url
    'https://github.com/ada/engine'
    """
    remaining = iter(papers)
    first = list(islice(remaining, FEW))
    if workers <= 1 or len(first) < FEW:
        for chunk in _chunks(chain(first, remaining)):
            yield from _read(chunk)
    else:
        # Importing what starts processes is for those who want some.
        from kg.extract.workers import read_in_workers

        yield from read_in_workers(_read, _chunks(chain(first, remaining)), workers)


def _chunks(papers: Iterator[Paper]) -> Iterator[list[Paper]]:
    while chunk := list(islice(papers, CHUNK)):
        yield chunk


@cache
def fingerprint() -> str:
    """Return the name of this version of the pipeline: 16 hex digits of all that it depends on.

    >>> len(fingerprint())
    16
    """
    package = Path(__file__).parents[1]
    digest = blake2b(version("spacy").encode(), digest_size=8)
    for path in sorted(_files(package)):
        digest.update(path.relative_to(package).as_posix().encode() + b"\0")
        digest.update(path.read_bytes() + b"\0")
    return digest.hexdigest()


def _files(package: Path) -> Iterator[Path]:
    yield package / "names.py"
    for folder in ("extract", "lexicon"):
        for path in (package / folder).rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                yield path
