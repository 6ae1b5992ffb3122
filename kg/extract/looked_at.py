"""Papers in, the names that the pipeline looks at before it decides what they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract import Pipeline
from kg.extract.documents import make_doc
from kg.extract.pipeline import open_pipeline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.model import Paper

_LAST = "kg_candidates"


def candidates(
    papers: Iterable[Paper], pipeline: Pipeline | None = None
) -> Iterator[tuple[str, ...]]:
    """Yield for each paper all forms of the names that may be entities, sorted.

    Raises `SourceError` where the folder of `pipeline` holds none.

    >>> from kg.model import Paper
    >>> [forms] = candidates([Paper("paper/x", "", "We propose MarLin.")])
    >>> "MarLin" in forms
    True
    """
    pipeline = pipeline or Pipeline()
    nlp = open_pipeline(pipeline.folder, pipeline.themes)
    parts = nlp.pipe_names[: nlp.pipe_names.index(_LAST) + 1]
    for paper in papers:
        doc = make_doc(nlp, paper)
        for part in parts:
            doc = nlp.get_pipe(part)(doc)
        text = doc._.kg_plain
        mentions = (mention for name in doc._.kg_names for mention in name.mentions)
        yield tuple(sorted({text[mention.start : mention.end] for mention in mentions}))
