"""The names by which spaCy knows the parts of the pipeline, and what makes each of them.

They are registered here and not where they are written: spaCy looks up all entry points of this
package (``pyproject.toml``) whenever a part is registered, so that they must all be there before.
That `spacy.load` opens a pipeline without an import of this package is their work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from spacy.language import Language

from kg.errors import KgError
from kg.extract.acronyms import read_acronyms
from kg.extract.candidates import NameReader
from kg.extract.classify import NameJudge
from kg.extract.cues import read_cues
from kg.extract.documents import read_plain
from kg.extract.links import read_links
from kg.extract.relations import read_relations
from kg.extract.results import read_results
from kg.extract.sentences import SentenceReader
from kg.extract.terms import TermReader
from kg.extract.themes import ThemeReader
from kg.extract.tokenizer import kg_tokenizer

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.tokens import Doc

__all__ = ["FACTORIES", "kg_tokenizer"]


def make_links(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Return the component that sets ``kg_links``."""
    return read_links


def make_plain(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Return the component that sets ``kg_plain``."""
    return read_plain


def make_sentences(nlp: Language, name: str) -> SentenceReader:  # noqa: ARG001
    """Return the component that sets ``kg_sentences``."""
    return SentenceReader(nlp)


def make_acronyms(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Return the component that sets ``kg_acronyms``."""
    return read_acronyms


def make_terms(nlp: Language, name: str) -> TermReader:  # noqa: ARG001
    """Return the component that sets ``kg_terms`` by the shipped lexicons."""
    return TermReader(nlp)


def make_candidates(nlp: Language, name: str) -> NameReader:  # noqa: ARG001
    """Return the component that sets ``kg_names``; it knows nothing yet."""
    return NameReader()


def make_cues(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Return the component that sets ``kg_evidence``."""
    return read_cues


def make_classify(nlp: Language, name: str) -> NameJudge:  # noqa: ARG001
    """Return the component that sets ``kg_entities``; it knows nothing yet."""
    return NameJudge(_names_of(nlp))


def make_results(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Return the component that sets ``kg_results``."""
    return read_results


def make_relations(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001
    """Return the component that sets ``kg_relations``."""
    return read_relations


def make_themes(nlp: Language, name: str) -> ThemeReader:  # noqa: ARG001
    """Return the component that sets ``kg_themes``; it knows nothing yet."""
    return ThemeReader(_names_of(nlp))


def _names_of(nlp: Language) -> NameReader:
    """Return the component that knows how a corpus uses phrases; two others ask it."""
    if "kg_candidates" not in nlp.component_names:
        raise KgError("a pipeline needs kg_candidates before kg_classify and kg_themes")
    return cast("NameReader", nlp.get_pipe("kg_candidates"))


FACTORIES = {
    "kg_links": make_links,
    "kg_plain": make_plain,
    "kg_sentences": make_sentences,
    "kg_acronyms": make_acronyms,
    "kg_terms": make_terms,
    "kg_candidates": make_candidates,
    "kg_cues": make_cues,
    "kg_classify": make_classify,
    "kg_results": make_results,
    "kg_relations": make_relations,
    "kg_themes": make_themes,
}
"""Name of a component → what makes it."""

for _name, _factory in FACTORIES.items():
    Language.factory(_name, func=_factory)
