"""The spaCy pipeline: blank English and one named component per idea, plain values at its end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import spacy

from kg.extract import (  # noqa: F401  each module registers its component
    acronyms,
    candidates,
    classify,
    cues,
    links,
    results,
    sentences,
    terms,
    themes,
)
from kg.extract.documents import make_doc
from kg.extract.extraction import to_extraction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from spacy.language import Language

    from kg.model import Extraction, Paper

COMPONENTS = (
    "kg_links",
    "kg_plain",
    "kg_sentences",
    "kg_acronyms",
    "kg_terms",
    "kg_candidates",
    "kg_cues",
    "kg_classify",
    "kg_results",
    "kg_themes",
)
"""The components in their order; each reads what the ones before it have set on the Doc."""


def make_nlp() -> Language:
    """Return the pipeline that reads papers; nothing is downloaded and nothing is trained."""
    nlp = spacy.blank("en")
    nlp.max_length = sys.maxsize  # every component is linear in the text
    # Links are read by a component of our own; spaCy's pattern is slow on hostile text.
    nlp.tokenizer.url_match = None  # type: ignore[union-attr]
    for component in COMPONENTS:
        nlp.add_pipe(component)
    return nlp


def extractions(nlp: Language, papers: Iterable[Paper]) -> Iterator[Extraction]:
    """Yield what `nlp` reads in each paper, in the same order."""
    pairs = ((make_doc(nlp, paper), paper) for paper in papers)
    for doc, paper in nlp.pipe(pairs, as_tuples=True):
        yield to_extraction(doc, paper)
