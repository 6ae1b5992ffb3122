"""Papers in, extractions out: what the text of each paper says, and nothing else looked at."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from hashlib import blake2b
from importlib.metadata import version
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

    from kg.lexicon import Theme
    from kg.model import Extraction, Paper

SHIPPED = Path(__file__).parent / "model"
"""The folder of the shipped pipeline."""

CHUNK = 100
"""Papers that go to a worker at a time: enough that sending them costs little."""

FEW = 300
"""Up to so many papers are read here: starting workers would take longer."""


@dataclass(frozen=True, slots=True)
class Pipeline:
    """What reads papers: the pipeline in a folder, and themes added to its scheme."""

    folder: Path = SHIPPED
    themes: tuple[Theme, ...] = ()

    def scheme(self) -> tuple[Theme, ...]:
        """Return the themes that the pipeline knows: the shipped ones and all that were added."""
        from kg.extract.theme_knowledge import added_themes
        from kg.lexicon import merged, themes

        return merged(themes(), (*added_themes(self.folder / "kg_themes"), *self.themes))

    def fingerprint(self) -> str:
        """Return the name of this very pipeline: 16 hex digits of all that it depends on.

        That is the program, the bytes of the folder, and the themes.

        >>> len(Pipeline().fingerprint())
        16
        """
        digest = blake2b(version("spacy").encode(), digest_size=8)
        package = Path(__file__).parents[1]
        program = [package / "names.py", *_files(package / "extract"), *_files(package / "lexicon")]
        for root, paths in (
            (package, [path for path in program if SHIPPED not in path.parents]),
            (self.folder, _files(self.folder)),
        ):
            for path in sorted(paths):
                digest.update(path.relative_to(root).as_posix().encode() + b"\0")
                digest.update(path.read_bytes() + b"\0")
        digest.update(repr(self.themes).encode())
        return digest.hexdigest()


_NO_PROGRAM = (".md", ".pyc")


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file() and path.suffix not in _NO_PROGRAM]


def extract(
    papers: Iterable[Paper], *, workers: int = 1, pipeline: Pipeline | None = None
) -> Iterator[Extraction]:
    """Yield the extraction of each paper, in the same order, the same for any `workers`.

    Papers are taken as they are needed, so that a long stream of them is never held as a whole.
    Raises `SourceError` where the folder of `pipeline` holds none.

    >>> from kg.model import Paper
    >>> [reading] = extract([Paper("paper/x", "Nothing", "See github.com/ada/engine.")])
    >>> reading.links[0].url
    'https://github.com/ada/engine'
    """
    pipeline = pipeline or Pipeline()
    read = partial(_read, pipeline, pipeline.fingerprint())
    remaining = iter(papers)
    first = list(islice(remaining, FEW))
    if workers <= 1 or len(first) < FEW:
        for chunk in _chunks(chain(first, remaining)):
            yield from read(chunk)
    else:
        # Importing what starts processes is for those who want some.
        from kg.extract.workers import read_in_workers

        yield from read_in_workers(read, _chunks(chain(first, remaining)), workers)


def _chunks(papers: Iterator[Paper]) -> Iterator[list[Paper]]:
    while chunk := list(islice(papers, CHUNK)):
        yield chunk


def _read(pipeline: Pipeline, fingerprint: str, papers: list[Paper]) -> list[Extraction]:
    from kg.extract.pipeline import extractions
    from kg.garbage import collected_later

    nlp = _opened(pipeline, fingerprint)
    with collected_later():
        return list(extractions(nlp, papers))


@lru_cache(maxsize=2)
def _opened(pipeline: Pipeline, fingerprint: str) -> Language:  # noqa: ARG001
    """Return the pipeline; its fingerprint is asked for as the folder may be written anew."""
    # spaCy takes a second to import: only who extracts pays for it.
    from kg.extract.pipeline import open_pipeline

    return open_pipeline(pipeline.folder, pipeline.themes)
