"""A Doc with its terms and acronyms in, its names out: each with all places where it stands."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from kg.extract.documents import title_end
from kg.extract.phrases import PhraseReader
from kg.extract.shapes import Candidate, coined, lead, shaped
from kg.extract.spans import Stretch, first_come
from kg.lexicon.mined import MinedTable
from kg.lexicon.phrases import FILE, phrase_uses
from kg.names import entity_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from kg.extract.phrases import Phrase
    from kg.extract.terms import Term
    from kg.lexicon.phrases import FindUse

Doc.set_extension("kg_names", default=(), force=True)

CHANCE_TO_OUTDO = {"metric": 0.0, "term": 0.1, "title-case": 0.2}
CHANCE_TO_OUTDO_NAME = 0.5
"""How likely a phrase has to be to win over a name in it: by its rule, or for all other rules.

A measure has its attributes: "clean accuracy" is not "accuracy".
"""

# Ranks are small numbers: so they fit into bytes, one for each character of a text.
_CHANCES = sorted({0.0, CHANCE_TO_OUTDO_NAME, *CHANCE_TO_OUTDO.values()})
_RANK = {rule: _CHANCES.index(chance) for rule, chance in CHANCE_TO_OUTDO.items()}
_HIGHEST = _CHANCES.index(CHANCE_TO_OUTDO_NAME)

_WORD_GOES_ON = re.compile(r"\w")


@dataclass(slots=True)
class Name:
    """One name of a paper: its mentions, what the lexicons and its long form say of it."""

    mentions: list[Candidate] = field(default_factory=list)
    terms: dict[str, str] = field(default_factory=dict)
    """Kind → canonical name in that kind's lexicon."""
    short: str = ""
    long: str = ""


def names_in(doc: Doc, phrases: PhraseReader) -> tuple[Name, ...]:
    """Return the names of a Doc in reading order; their mentions do not overlap.

    Mentions belong together when their spellings share a key, when the text defines one as the
    short form of the other, or when a lexicon row holds both.
    """
    text: str = doc._.kg_plain
    pairs = {
        entity_key(text[p.short_start : p.short_end]): entity_key(text[p.long_start : p.long_end])
        for p in doc._.kg_acronyms
    }
    terms = _terms_by_span(doc._.kg_terms)
    sentences = doc._.kg_sentences
    mentions = _longest(_candidates(doc), terms, [*phrases(text, sentences)], sentences)
    names: dict[str, Name] = {}
    homes: dict[str, str] = {}
    for mention in mentions:
        key = entity_key(text[mention.start : mention.end])
        # What the paper itself defines a short form to be counts more than any lexicon.
        known = {} if key in pairs else terms.get((mention.start, mention.end), {})
        key = pairs.get(key, key)
        keys = [key, *(f"{kind}\t{canonical}" for kind, canonical in known.items())]
        home = next((homes[each] for each in keys if each in homes), key)
        homes.update(dict.fromkeys(keys, home))
        name = names.setdefault(home, Name())
        name.mentions.append(mention)
        name.terms.update(known)
    _add_acronyms(doc, names, homes)
    return tuple(name for key, name in names.items() if key)


def _add_acronyms(doc: Doc, names: dict[str, Name], homes: dict[str, str]) -> None:
    text = doc._.kg_plain
    for pair in doc._.kg_acronyms:
        short = text[pair.short_start : pair.short_end]
        long = text[pair.long_start : pair.long_end]
        name = names.get(homes.get(entity_key(long), ""))
        if name and not name.short:
            name.short, name.long = " ".join(short.split()), " ".join(long.split())


def _terms_by_span(terms: Iterable[Term]) -> dict[Stretch, dict[str, str]]:
    found: dict[Stretch, dict[str, str]] = {}
    for term in terms:
        found.setdefault((term.start, term.end), {}).setdefault(term.kind, term.canonical)
    return found


def _candidates(doc: Doc) -> Iterator[Candidate]:
    text = doc._.kg_plain
    title = title_end(doc)
    yield from lead(text, title)
    for start, end in doc._.kg_sentences:
        yield from shaped(text, start, end, title=start < title)
        yield from coined(text, start, end)
    yield from (Candidate(term.start, term.end, "term") for term in doc._.kg_terms)
    yield from _acronym_places(doc)


def _acronym_places(doc: Doc) -> Iterator[Candidate]:
    """Yield every place of a short or long form that the text defines."""
    text = doc._.kg_plain
    forms = set()
    for pair in doc._.kg_acronyms:
        yield Candidate(pair.short_start, pair.short_end, "acronym")
        yield Candidate(pair.long_start, pair.long_end, "acronym")
        forms |= {text[pair.short_start : pair.short_end], text[pair.long_start : pair.long_end]}
    for form in sorted(forms):
        yield from _places_of(form, text)


def _places_of(form: str, text: str) -> Iterator[Candidate]:
    """Yield where a form stands as words of its own, perhaps in the plural."""
    start = text.find(form)
    while start >= 0:
        end = start + len(form)
        end += text.startswith("s", end)
        if not _WORD_GOES_ON.match(text, end) and not _WORD_GOES_ON.match(text, start - 1):
            yield Candidate(start, end, "acronym")
        start = text.find(form, end)


def _longest(
    candidates: Iterable[Candidate],
    terms: Mapping[Stretch, Mapping[str, str]],
    phrases: Sequence[Phrase],
    sentences: Sequence[Stretch],
) -> list[Candidate]:
    """Return the candidates that no longer one overlaps, in reading order.

    Phrases give way to names inside them, unless they are likelier names than those.
    """
    # Of several rules for one place, the first by name counts.
    rules = {(start, end): rule for start, end, rule in sorted(candidates, reverse=True)}
    ranked = [(False, start - end, start, end) for start, end in rules]
    ranks = _ranks_to_outdo(rules, terms, sentences[-1][1] if sentences else 0)
    for start, end, rule, chance in phrases:
        if (start, end) not in rules:
            rules[start, end] = rule
            named = ranks.count(0, start, end) < end - start  # few are, and that is quickly told
            loses = named and chance < _CHANCES[max(ranks[start:end], default=0)]
            ranked.append((loses, start - end, start, end))
    taken = first_come(((start, end) for _, _, start, end in sorted(ranked)), sentences)
    return [Candidate(*place, rules[place]) for place in sorted(taken)]


def _ranks_to_outdo(
    rules: Mapping[Stretch, str], terms: Mapping[Stretch, Mapping[str, str]], length: int
) -> bytearray:
    """Return, for each character, how likely a phrase on it has to be: a place in `_CHANCES`."""
    ranks = bytearray(length)
    ranked = []
    for place, rule in rules.items():
        kind = "metric" if rule == "term" and "metric" in terms[place] else rule
        ranked.append((_RANK.get(kind, _HIGHEST), place))
    for rank, (start, end) in sorted(ranked):
        ranks[start:end] = bytes((rank,)) * (end - start)
    return ranks


class NameReader:
    """The component: it finds names with what a corpus says of phrases, which is its own data."""

    def __init__(self) -> None:
        """Know no corpus."""
        self.learn(MinedTable())

    def learn(self, phrases: MinedTable) -> None:
        """Take what a corpus says of phrases."""
        self._table = phrases
        self.use: FindUse = phrase_uses(phrases)
        self._phrases = PhraseReader(self.use)

    def __call__(self, doc: Doc) -> Doc:
        """Set ``kg_names``, the names of the paper before anything says what they are."""
        doc._.kg_names = names_in(doc, self._phrases)
        return doc

    def to_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> None:  # noqa: ARG002
        """Write the component's own data into a folder; spaCy names the folder."""
        path.mkdir(parents=True, exist_ok=True)
        (path / FILE).write_bytes(self._table.packed)

    def from_disk(self, path: Path, *, exclude: Iterable[str] = ()) -> NameReader:  # noqa: ARG002
        """Take the data of a folder that `to_disk` wrote."""
        self.learn(MinedTable.read(path / FILE))
        return self
