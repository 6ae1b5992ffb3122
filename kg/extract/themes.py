"""A Doc with its entities in, the two to six themes of the paper out."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from spacy.tokens import Doc

from kg.extract.documents import title_end
from kg.extract.theme_features import Candidate, Reading, candidates, evidence, features
from kg.extract.theme_knowledge import ThemeKnowledge
from kg.extract.theme_model import FILE, UNTRAINED, read_model, write_model
from kg.extract.wordlists import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.extract.candidates import NameReader
    from kg.extract.spans import Stretch
    from kg.extract.theme_model import ThemeModel, Verdict
    from kg.extract.theme_table import TopicTable
    from kg.lexicon import Theme

Doc.set_extension("kg_themes", default=(), force=True)

FEWEST, MOST = 2, 6
LEAST = 0.2
"""Below it a theme is not worth having even where a paper has fewer than `FEWEST`."""
_MOST_WORDS = 5
_PHRASE_RULES = frozenset(("phrase", "chunk"))


class FoundTheme(NamedTuple):
    """A theme with the places in the Doc's text that speak for it, and whether they name it."""

    label: str
    confidence: float
    places: tuple[Stretch, ...]
    is_named: bool


class Judged(NamedTuple):
    """A candidate with what the model says of it."""

    verdict: Verdict
    candidate: Candidate


def ranked(judged: Iterable[Judged]) -> list[Judged]:
    """Return candidates by their worth, each theme once: under its worthiest name."""
    distinct: dict[str, Judged] = {}
    for each in sorted(judged, key=_order):
        distinct.setdefault(each.candidate.topic.other_of or each.candidate.topic.key, each)
    return list(distinct.values())


def _order(judged: Judged) -> tuple[float, str, str]:
    topic = judged.candidate.topic
    return -judged.verdict.worth, topic.key, topic.label


def chosen(ranking: Sequence[Judged], cut: float) -> Sequence[Judged]:
    """Return the first of a ranking that are worth the cut, at most `MOST`.

    Where they are fewer than `FEWEST`, also less sure ones; where there are none, the worthiest
    theme of the scheme or phrase of the paper that the text names.
    """
    sure = [
        each
        for n, each in enumerate(ranking[:MOST])
        if each.verdict.worth >= cut or (n < FEWEST and each.verdict.worth >= LEAST)
    ]
    return sure or [each for each in ranking if _may_stand_alone(each.candidate)][:1]


def _may_stand_alone(candidate: Candidate) -> bool:
    return bool(candidate.places) and (candidate.topic.in_scheme or candidate.number < 0)


def reading_of(doc: Doc) -> Reading:
    """Return the words of a Doc as the table of topics compares them."""
    return Reading(doc._.kg_plain, title_end(doc))


def phrases_of(doc: Doc) -> Sequence[tuple[str, float, tuple[Stretch, ...]]]:
    """Return the noun phrases of a Doc: name, whether its last word names a kind of task, places.

    They are those that might be names, not those that were found to be: the classifier knows the
    papers that it was trained on too well for its findings to be examples of a text not seen.
    """
    return tuple(_phrases(doc))


def _phrases(doc: Doc) -> Iterator[tuple[str, float, tuple[Stretch, ...]]]:
    text = doc._.kg_plain
    for name in doc._.kg_names:
        rule = name.mentions[0].rule
        places = tuple((mention.start, mention.end) for mention in name.mentions)
        surface = text[places[0][0] : places[0][1]]
        if rule in _PHRASE_RULES and 1 < len(surface.split()) <= _MOST_WORDS:
            yield surface.lower(), float(surface.split()[-1].lower() in words("task-heads")), places


class ThemeReader:
    """The component: a model of themes, and what a corpus says of them, are its own data.

    So are themes that were added to the shipped scheme.
    """

    def __init__(self, names: NameReader) -> None:
        """Take the component that finds the names; there are no themes before `learn`."""
        self._names = names
        self.known = ThemeKnowledge()
        self.model = UNTRAINED

    def learn(self, known: ThemeKnowledge, model: ThemeModel) -> None:
        """Take what is known of themes, and the model that was trained with it."""
        self.known, self.model = known, model
        self.__dict__.pop("table", None)

    def add(self, themes: Sequence[Theme]) -> None:
        """Add themes to the scheme; they are judged like all others of it."""
        self.learn(replace(self.known, added=(*self.known.added, *themes)), self.model)

    @cached_property
    def table(self) -> TopicTable:
        """The table of topics; it is made for the first text and not when a pipeline is opened."""
        return self.known.table(self._names.use)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``kg_themes``, those worth most first."""
        reading = reading_of(doc)
        found = candidates(self.table, reading, phrases_of(doc))
        verdicts = self.model.verdicts(found, [features(each, reading) for each in found])
        ranking = ranked(map(Judged, verdicts, found))
        doc._.kg_themes = tuple(
            FoundTheme(
                each.topic.label,
                round(said.chance, 3),
                evidence(each, self.table, reading),
                bool(each.places),
            )
            for said, each in chosen(ranking, self.model.cut)
        )
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Write the component's own data into a folder; spaCy names the folder."""
        self.known.write(path)
        write_model(path / FILE, self.model)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> ThemeReader:  # noqa: ARG002
        """Take the data of a folder that `to_disk` wrote."""
        self.learn(ThemeKnowledge.read(path), read_model(path / FILE))
        return self
