"""Annotated records and extracted ones in, precision and recall out.

What is measured, for every annotated paper:

- An extracted entity *agrees* with an annotated one when any of their names have a spelling in
  common; what a spelling is, `spellings` says. The definition is the measure's own and coarser
  than `kg.names.entity_key`, so that figures stay comparable when the resolution of names changes.
- Each annotated entity can be found once: the second extracted entity that agrees with it is an
  error. One that could be either of two takes a free required one before a free optional one.
- Optional entities count neither way: finding one is no hit, missing one no miss, and an error
  that shares a spelling with an optional entity of any kind is forgiven.
- A list that no extracted record has is not measured; links and themes only on the records that
  have them, results only on papers that have them on both sides. For entities, an annotated paper
  without an extracted record counts as empty.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.errors import SourceError
from kg.evaluate.causes import cause_of_miss, cause_of_wrong
from kg.evaluate.results import ResultScores, score_results
from kg.evaluate.score import Score
from kg.evaluate.spelling import spelling, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
    from pathlib import Path

__all__ = ["Evaluation", "ResultScores", "Score", "evaluate", "read_gold", "spellings"]

_KINDS = ("methods", "datasets", "tasks", "metrics")
_PROPER = "methods (proper-named)"
_PROPOSED = "methods proposed"
_ACCEPTABLE = "themes: precision over acceptable"
_CORE = "themes: recall of core"
_MEASURES = (
    *("methods", _PROPER, _PROPOSED, "datasets", "tasks", "metrics"),
    *("links", _ACCEPTABLE, _CORE),
)
_ROLES = "roles"

_TWO_CAPITALS = re.compile(r"[A-Z].*[A-Z]")
_LIKE_AN_ACRONYM = re.compile(r"[A-Z]{2}|[a-z][A-Z]|\d")
_SCHEME = re.compile(r"^https?://(?:www\.)?")


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The figures of one extraction, and the names behind its errors.

    `scores`, `missed` and `wrong` have the same keys in the same order. Names come with how often
    they were missed or wrong, most often first; of themes and links, in the spelling compared.
    """

    scores: dict[str, Score]
    role_accuracy: tuple[int, int]
    """Of the required methods found: how many with the right role, of how many with a role."""
    missed: dict[str, tuple[tuple[str, int], ...]]
    wrong: dict[str, tuple[tuple[str, int], ...]]
    unmatched_papers: tuple[str, ...]
    """Titles of the annotated papers that have no extracted record."""
    causes: dict[str, dict[str, tuple[tuple[str, int], ...]]] = field(default_factory=dict)
    """Side, such as "methods, missed" → cause (`kg.evaluate.causes`) → the names and how often.

    The cause with most errors comes first. Candidates tell more causes apart, where a record has
    them: a list of names under ``candidates``.
    """
    roles: dict[str, dict[str, int]] = field(default_factory=dict)
    """Annotated role → extracted role → of how many of the required methods found with both."""
    results: ResultScores | None = None
    """How well claimed results are read; None where no paper has such a list on both sides."""


def evaluate(
    gold: Iterable[Mapping[str, Any]], predicted: Iterable[Mapping[str, Any]]
) -> Evaluation:
    """Return how well `predicted`, extraction records, agree with `gold`, annotated ones.

    Records are joined by title; of two with one title the later one counts. Records without an
    annotated partner are left out.

    >>> gold = {"title": "A title", "tasks": [{"name": "parsing"}, {"name": "tagging"}]}
    >>> found = evaluate([gold], [{"title": "A Title.", "tasks": [{"name": "Parsing task"}]}])
    >>> found.scores["tasks"], found.missed["tasks"]
    (Score(true_positives=1, false_positives=0, false_negatives=1), (('tagging', 1),))
    """
    annotated, extracted = _by_title(gold), _by_title(predicted)
    kinds = [kind for kind in _KINDS if any(kind in record for record in extracted.values())]
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    for key, record in annotated.items():
        for measure, outcome in _outcomes(record, extracted.get(key, {}), kinds):
            tallies[measure].add(outcome)
    roles = tallies[_ROLES].score()
    measured = {name: tallies[name] for name in _MEASURES if name in tallies}
    return Evaluation(
        causes=_causes(annotated, extracted, kinds),
        roles=_confusions(annotated, extracted),
        scores={name: tally.score() for name, tally in measured.items()},
        role_accuracy=(roles.true_positives, roles.true_positives + roles.false_positives),
        missed={name: _ranked(tally.missed) for name, tally in measured.items()},
        wrong={name: _ranked(tally.wrong) for name, tally in measured.items()},
        results=score_results(
            (record["results"], extracted[key]["results"])
            for key, record in annotated.items()
            if "results" in record and "results" in extracted.get(key, {})
        ),
        unmatched_papers=tuple(
            record["title"] for key, record in annotated.items() if key not in extracted
        ),
    )


def role_scores(
    gold: Iterable[Mapping[str, Any]],
    predicted: Iterable[Mapping[str, Any]],
    roles: Mapping[str, Iterable[str]],
) -> dict[str, Score]:
    """Return the score of each role of each kind in `roles`, by names such as "methods: used".

    >>> fish = {"title": "A title", "methods": [{"name": "FishNet", "role": "used"}]}
    >>> role_scores([fish], [fish], {"methods": ["used"]})["methods: used"].f1
    1.0
    """
    annotated, extracted = _by_title(gold), _by_title(predicted)
    tallies = {f"{kind}: {role}": _Tally() for kind, named in roles.items() for role in named}
    for key, record in annotated.items():
        for kind, named in roles.items():
            wanted, found = (
                _named(each.get(kind, ())) for each in (record, extracted.get(key, {}))
            )
            for role in named:
                tallies[f"{kind}: {role}"].add(_in_role(role, wanted, found))
    return {name: tally.score() for name, tally in tallies.items()}


def _causes(
    annotated: Mapping[str, Mapping[str, Any]],
    extracted: Mapping[str, Mapping[str, Any]],
    kinds: Iterable[str],
) -> dict[str, dict[str, tuple[tuple[str, int], ...]]]:
    """Return the names of errors by side and cause."""
    sides: dict[str, defaultdict[str, Counter[str]]] = {
        f"{kind}, {side}": defaultdict(Counter) for kind in kinds for side in ("missed", "wrong")
    }
    for key, record in annotated.items():
        for side, cause, name in _judged(record, extracted.get(key, {}), kinds):
            sides[side][cause][name] += 1
    return {
        side: {
            cause: _ranked(names)
            for cause, names in sorted(found.items(), key=lambda item: (-item[1].total(), item[0]))
        }
        for side, found in sides.items()
        if found
    }


def _judged(
    gold: Mapping[str, Any], extracted: Mapping[str, Any], kinds: Iterable[str]
) -> Iterator[tuple[str, str, str]]:
    """Yield side, cause and name of every error in one paper."""
    annotated = {kind: _named(gold.get(kind, ())) for kind in _KINDS}
    found = {kind: _named(extracted.get(kind, ())) for kind in _KINDS}
    forgiven = _optional_spellings(entity for kind in _KINDS for entity in annotated[kind])
    known = spellings(extracted["candidates"]) if "candidates" in extracted else None
    for kind in kinds:
        _, wrong, missed = _match(annotated[kind], found[kind], forgiven)
        for entity in missed:
            yield f"{kind}, missed", cause_of_miss(entity, kind, found, known), entity.name
        for entity in wrong:
            yield f"{kind}, wrong", cause_of_wrong(entity, kind, annotated), entity.name


def _confusions(
    annotated: Mapping[str, Mapping[str, Any]], extracted: Mapping[str, Mapping[str, Any]]
) -> dict[str, dict[str, int]]:
    """Return how often a method annotated in one role was extracted in which."""
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for key, record in annotated.items():
        methods = _named(extracted.get(key, {}).get("methods", ()))
        for wanted, found in _match(_named(record.get("methods", ())), methods, frozenset()).hits:
            if wanted.role is not None and found.role is not None:
                counts[wanted.role][found.role] += 1
    return {role: dict(sorted(found.items())) for role, found in sorted(counts.items())}


def _by_title(records: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
    return {title_key(record["title"]): record for record in records}


def title_key(title: str) -> str:
    """Return what the titles of one paper have in common, however they are written.

    >>> title_key("A  Title.") == title_key("a title")
    True
    """
    # A title without a single Latin letter or digit has no spelling; it stands for itself.
    return spelling(title) or title


class _Outcome(NamedTuple):
    """What one measure says of one paper."""

    hits: int
    wrong: Collection[str] = ()
    missed: Collection[str] = ()


@dataclass(slots=True)
class _Tally:
    """The sum of one measure's outcomes."""

    hits: int = 0
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)

    def add(self, outcome: _Outcome) -> None:
        self.hits += outcome.hits
        self.wrong.update(outcome.wrong)
        self.missed.update(outcome.missed)

    def score(self) -> Score:
        return Score(self.hits, self.wrong.total(), self.missed.total())


def _ranked(counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _outcomes(
    gold: Mapping[str, Any], extracted: Mapping[str, Any], kinds: Iterable[str]
) -> Iterator[tuple[str, _Outcome]]:
    """Yield every measure's name and outcome for one paper."""
    annotated = {kind: _named(gold.get(kind, ())) for kind in _KINDS}
    forgiven = _optional_spellings(entity for kind in _KINDS for entity in annotated[kind])
    for kind in kinds:
        found = _named(extracted.get(kind, ()))
        matching = _match(annotated[kind], found, forgiven)
        yield kind, matching.outcome()
        if kind == "methods":
            yield _PROPER, matching.proper().outcome()
            yield _PROPOSED, _in_role("proposed", annotated[kind], found)
            yield _ROLES, _roles(matching.hits)
    if "links" in extracted:
        yield "links", _links(gold.get("links", ()), extracted["links"])
    if "themes" in extracted:
        yield from _themes(gold.get("themes", {}), annotated["tasks"], extracted["themes"])


class _Named(NamedTuple):
    """An annotated or extracted entity as the measures see it."""

    name: str
    spellings: frozenset[str]
    role: str | None
    is_optional: bool
    is_proper: bool


def _named(entities: Iterable[Mapping[str, Any]]) -> list[_Named]:
    return [
        _Named(
            entity["name"],
            spellings(_names(entity)),
            entity.get("role"),
            bool(entity.get("optional")),
            _is_proper(_names(entity)),
        )
        for entity in entities
    ]


def _names(entity: Mapping[str, Any]) -> list[str]:
    return [entity["name"], *entity.get("aliases", ())]


def _is_proper(names: list[str]) -> bool:
    """Return whether the first of `names` is a word with two capitals, or any is acronym-like."""
    first = names[0]
    one_word = " " not in first and _TWO_CAPITALS.search(first) is not None
    return one_word or any(_LIKE_AN_ACRONYM.search(name) for name in names)


def _optional_spellings(annotated: Iterable[_Named]) -> frozenset[str]:
    return frozenset().union(*(entity.spellings for entity in annotated if entity.is_optional))


class _Matching(NamedTuple):
    """Required annotated entities with what was extracted for each; errors; and misses."""

    hits: list[tuple[_Named, _Named]]
    wrong: list[_Named]
    missed: list[_Named]

    def proper(self) -> _Matching:
        """Return the part about proper names, as the annotation spells them where there is one."""
        return _Matching(
            [(annotated, found) for annotated, found in self.hits if annotated.is_proper],
            [found for found in self.wrong if found.is_proper],
            [annotated for annotated in self.missed if annotated.is_proper],
        )

    def outcome(self) -> _Outcome:
        wrong, missed = ([entity.name for entity in entities] for entities in self[1:])
        return _Outcome(len(self.hits), wrong, missed)


def _match(
    annotated: list[_Named], extracted: Iterable[_Named], forgiven: frozenset[str]
) -> _Matching:
    """Match in the order of extraction; errors that have a spelling in `forgiven` are dropped."""
    taken: dict[int, _Named] = {}
    wrong = []
    for found in extracted:
        place = _place(found, annotated, taken)
        if place is None:
            wrong.append(found)
        else:
            taken[place] = found
    required = [(n, entity) for n, entity in enumerate(annotated) if not entity.is_optional]
    return _Matching(
        [(entity, taken[n]) for n, entity in required if n in taken],
        [found for found in wrong if found.spellings.isdisjoint(forgiven)],
        [entity for n, entity in required if n not in taken],
    )


def _place(found: _Named, annotated: list[_Named], taken: Collection[int]) -> int | None:
    """Return the free annotated entity that `found` agrees with, a required one if possible."""
    free = [
        n
        for n, entity in enumerate(annotated)
        if n not in taken and not entity.spellings.isdisjoint(found.spellings)
    ]
    return min(free, key=lambda n: annotated[n].is_optional, default=None)


def _in_role(role: str, annotated: list[_Named], extracted: list[_Named]) -> _Outcome:
    """Return the outcome for what is in one role, which must be right as well."""
    candidates = [found for found in extracted if found.role == role]
    forgiven = _optional_spellings(annotated)
    hits, wrong, missed = _match(annotated, candidates, forgiven)
    other_role = [found for entity, found in hits if entity.role != role]
    return _Outcome(
        len(hits) - len(other_role),
        [e.name for e in wrong] + [e.name for e in other_role if e.spellings.isdisjoint(forgiven)],
        [entity.name for entity in missed if entity.role == role],
    )


def _roles(hits: Iterable[tuple[_Named, _Named]]) -> _Outcome:
    """Return the outcome for the roles of the methods found, as far as they have one."""
    judged = [(annotated, found) for annotated, found in hits if found.role is not None]
    wrong = [found.name for annotated, found in judged if found.role != annotated.role]
    return _Outcome(len(judged) - len(wrong), wrong)


def _links(
    annotated: Iterable[Mapping[str, Any]], extracted: Iterable[Mapping[str, Any]]
) -> _Outcome:
    wanted, found = ({_address(link["url"]) for link in links} for links in (annotated, extracted))
    return _Outcome(len(wanted & found), found - wanted, wanted - found)


def _address(url: str) -> str:
    """Return what two spellings of one address share.

    >>> _address("https://www.Example.org/a/")
    'example.org/a'
    """
    return _SCHEME.sub("", url).rstrip("/").lower()


def _themes(
    annotated: Mapping[str, Any], tasks: Iterable[_Named], extracted: Iterable[Any]
) -> Iterator[tuple[str, _Outcome]]:
    """Yield both outcomes for themes; the paper's tasks are acceptable as themes too."""
    core = {spelling(theme) for theme in annotated.get("core", ())}
    also = {spelling(theme) for theme in annotated.get("also", ())}
    acceptable = core.union(also, *(task.spellings for task in tasks))
    found = {spelling(theme if isinstance(theme, str) else theme["name"]) for theme in extracted}
    yield _ACCEPTABLE, _Outcome(len(found & acceptable), wrong=found - acceptable)
    yield _CORE, _Outcome(len(core & found), missed=core - found)


def read_gold(path: Path, *, bare: bool = False) -> tuple[dict[str, Any], ...]:
    """Return the annotated records of `path`, one JSON object per line, empty lines aside.

    Every record has a title and, unless it may be `bare`, an abstract; lists that are not there
    come back empty. Raises SourceError, with the line where it can, for a file that does not hold
    such records.
    """
    try:
        lines = path.read_bytes().split(b"\n")
    except OSError as error:
        raise SourceError(str(path), 0, f"cannot be read: {error.strerror}") from error
    return tuple(
        _gold_record(line, str(path), number, bare=bare)
        for number, line in enumerate(lines, 1)
        if line.strip()
    )


def _gold_record(line: bytes, path: str, number: int, *, bare: bool) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise SourceError(path, number, "not JSON; write one object per line") from error
    if not isinstance(record, dict):
        raise SourceError(path, number, "not a JSON object; write one paper per line")
    full = {**{key: [] for key in (*_KINDS, "links")}, "themes": {}, **record}
    # Whether results are annotated at all differs from none being there.
    may_lack = {"results", "abstract"} if bare else {"results"}
    for key, is_valid, wanted in _GOLD_FORM:
        if (key in full or key not in may_lack) and not is_valid(full.get(key)):
            raise SourceError(path, number, f"{key!r} is missing or wrong; it must be {wanted}")
    full["themes"] = {"core": [], "also": [], **full["themes"]}
    return full


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_title(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _list_of(is_valid: Callable[[object], bool]) -> Callable[[object], bool]:
    return lambda value: isinstance(value, list) and all(map(is_valid, value))


_are_texts = _list_of(_is_text)


def _is_entity(value: object) -> bool:
    return (
        isinstance(value, dict)
        and _is_text(value.get("name"))
        and _are_texts(value.get("aliases", []))
    )


def _is_link(value: object) -> bool:
    return isinstance(value, dict) and _is_text(value.get("url"))


def _is_result(value: object) -> bool:
    return isinstance(value, dict) and _is_text(value.get("value"))


def _are_themes(value: object) -> bool:
    return isinstance(value, dict) and all(_are_texts(value.get(k, [])) for k in ("core", "also"))


_GOLD_FORM = (
    ("title", _is_title, "a text that is not blank"),
    ("abstract", _is_text, "a text"),
    *((kind, _list_of(_is_entity), "a list of objects with name and aliases") for kind in _KINDS),
    ("links", _list_of(_is_link), "a list of objects with a url"),
    ("results", _list_of(_is_result), "a list of objects with a value"),
    ("themes", _are_themes, "an object with lists of texts, core and also"),
)
"""Each key of an annotated record, whether a value will do, and what is wanted."""
