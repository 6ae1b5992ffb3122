"""A Doc with names and evidence in, one kind, role and confidence per name out.

What a name is, a trained classifier says by the features of all its mentions together.
"""

from __future__ import annotations

import re
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from spacy.tokens import Doc

from kg.extract.acronyms import FoundAcronym
from kg.extract.classifier import NO_WEIGHTS, Classifier, read_weights, write_weights
from kg.extract.features import FeatureReader, surfaces_of
from kg.extract.joining import NESTED, is_short_for, joined
from kg.lexicon.clusters import FILE as CLUSTERS
from kg.lexicon.clusters import clusters_of
from kg.lexicon.mined import MinedTable
from kg.lexicon.names import FILE as NAMES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from kg.extract.candidates import Name, NameReader
    from kg.extract.classifier import Judgement, Weights
    from kg.extract.cues import Said
    from kg.extract.numbering import Numbers
    from kg.extract.shapes import Candidate

Doc.set_extension("kg_entities", default=(), force=True)

SURE = 0.999
"""No name is surer than that."""

_SAME_ROLE = {
    ("dataset", "proposed"): "introduced",
    ("dataset", "compared"): "used",
    ("method", "introduced"): "proposed",
}


class FoundEntity(NamedTuple):
    """A name with its kind, its role and how sure its kind is."""

    kind: str
    name: str
    aliases: tuple[str, ...]
    role: str
    confidence: float
    mentions: tuple[Candidate, ...]


def entity_of(name: Name, said: Sequence[Said], judgement: Judgement, text: str) -> FoundEntity:
    """Return a name as the thing that it was judged to be in a text."""
    kind, probability, role = judgement
    surfaces = surfaces_of(name, text)
    chosen = _canonical(kind, role, name, surfaces)
    aliases = tuple(surface for surface in surfaces if surface != chosen)
    mentions = tuple(_told(mention, said, kind, role) for mention in name.mentions)
    confidence = round(min(probability, SURE), 3)
    return FoundEntity(kind, chosen, aliases, role, confidence, mentions)


def _canonical(kind: str, role: str, name: Name, surfaces: list[str]) -> str:
    """Return the form that names a thing: its short form if that is a proper name."""
    coined = role in {"proposed", "introduced"} or re.search("[a-z]", name.short.rstrip("s"))
    wanted = name.short if kind in {"dataset", "metric"} or coined else name.long
    return wanted if wanted in surfaces else surfaces[0]


def _told(mention: Candidate, said: Iterable[Said], kind: str, role: str) -> Candidate:
    """Return a mention with the strongest cue for its kind and role beside its rule, if any."""
    cues = [
        (each.evidence.strength, each.evidence.rule)
        for each in said
        if each.start == mention.start
        and each.evidence.kind == kind
        and _SAME_ROLE.get((kind, each.evidence.role), each.evidence.role) == role
    ]
    return mention._replace(rule=f"{mention.rule}; cue: {max(cues)[1]}") if cues else mention


def _as_one(entities: Sequence[FoundEntity]) -> FoundEntity:
    """Return several names of one thing as one; the first gives it role and name.

    But where one may stand for another, the most special that the lexicons have gives the name.
    """
    first = entities[0]
    if len(entities) == 1:
        return first
    known = [each for each in entities if any(m.rule.startswith("term") for m in each.mentions)]
    if first.kind in NESTED and known:
        first = max(known, key=lambda each: len(each.name))
    names = dict.fromkeys(name for each in entities for name in (each.name, *each.aliases))
    mentions = sorted(mention for each in entities for mention in each.mentions)
    return first._replace(
        aliases=tuple(name for name in names if name != first.name),
        confidence=max(each.confidence for each in entities),
        mentions=tuple(mentions),
    )


def _acronyms(
    entities: Sequence[FoundEntity], groups: Iterable[Sequence[int]], text: str
) -> Iterator[FoundAcronym]:
    """Yield where a short form stands, and a long form that the text does not put beside it."""
    for first, *others in groups:
        for short, long in product(
            entities[first].mentions, [m for place in others for m in entities[place].mentions]
        ):
            if is_short_for(text[short.start : short.end], text[long.start : long.end]):
                yield FoundAcronym(short.start, short.end, long.start, long.end)


class NameJudge:
    """The component: a classifier and what a corpus says of names, which are its own data."""

    def __init__(self, names: NameReader) -> None:
        """Take the component that finds the names; nothing is judged before `learn`."""
        self._names = names
        self.learn(MinedTable(), MinedTable(), NO_WEIGHTS)

    def learn(self, mined: MinedTable, clusters: MinedTable, weights: Weights) -> None:
        """Take what a corpus says of names and words, and the weights trained with it."""
        self.mined, self.clusters, self.weights = mined, clusters, weights
        self._classifier = Classifier(weights)
        self._features = self.reader(self._classifier.numbers)

    def reader(self, numbers: Numbers) -> FeatureReader:
        """Return what tells the features of names, by the numbers that are given."""
        return FeatureReader(self.mined, self._names.use, clusters_of(self.clusters), numbers)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``kg_entities``, the methods, data sets, tasks and metrics in reading order."""
        names, evidence, text = doc._.kg_names, doc._.kg_evidence, doc._.kg_plain
        told = self._features(doc)
        single = [
            entity_of(names[place], evidence[place], judgement, text)
            for place, judgement in self._classifier.judge(told.of_kinds(), told.of_role)
        ]
        groups = joined([(each.kind, (each.name, *each.aliases)) for each in single])
        doc._.kg_entities = tuple(_as_one([single[place] for place in group]) for group in groups)
        doc._.kg_acronyms += tuple(_acronyms(single, groups, text))
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Write the component's own data into a folder; spaCy names the folder."""
        path.mkdir(parents=True, exist_ok=True)
        (path / NAMES).write_bytes(self.mined.packed)
        (path / CLUSTERS).write_bytes(self.clusters.packed)
        write_weights(self.weights, path)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> NameJudge:  # noqa: ARG002
        """Take the data of a folder that `to_disk` wrote."""
        names, clusters = (MinedTable.read(path / file) for file in (NAMES, CLUSTERS))
        self.learn(names, clusters, read_weights(path))
        return self
