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

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.evaluate.causes import cause_of_miss, cause_of_wrong
from kg.evaluate.gold import read_gold
from kg.evaluate.matching import LISTS, Matching, Named, match, named, optional_spellings
from kg.evaluate.reliability import Band, calibration_error, reliability
from kg.evaluate.results import ResultScores, score_results
from kg.evaluate.score import Score
from kg.evaluate.spelling import spelling, spellings

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

__all__ = ["Evaluation", "ResultScores", "Score", "evaluate", "read_gold", "spellings"]

_PROPER = "methods (proper-named)"
_PROPOSED = "methods proposed"
_ACCEPTABLE = "themes: precision over acceptable"
_CORE = "themes: recall of core"
_MEASURES = (
    *("methods", _PROPER, _PROPOSED, "datasets", "tasks", "metrics"),
    *("links", _ACCEPTABLE, _CORE),
)
_ROLES = "roles"

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
    bands: tuple[Band, ...] = reliability(())
    """How far the confidence of the extracted entities holds: `kg.evaluate.reliability`."""
    calibration_error: float = 0.0
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
    kinds = [kind for kind in LISTS if any(kind in record for record in extracted.values())]
    tallies: defaultdict[str, _Tally] = defaultdict(_Tally)
    for key, record in annotated.items():
        for measure, outcome in _outcomes(record, extracted.get(key, {}), kinds):
            tallies[measure].add(outcome)
    roles = tallies[_ROLES].score()
    bands = reliability(_sure(annotated, extracted))
    measured = {name: tallies[name] for name in _MEASURES if name in tallies}
    return Evaluation(
        causes=_causes(annotated, extracted, kinds),
        roles=_confusions(annotated, extracted),
        bands=bands,
        calibration_error=calibration_error(bands),
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
    tallies = {f"{kind}: {role}": _Tally() for kind, held in roles.items() for role in held}
    for key, record in annotated.items():
        for kind, held in roles.items():
            wanted, found = (named(each.get(kind, ())) for each in (record, extracted.get(key, {})))
            for role in held:
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
    annotated = {kind: named(gold.get(kind, ())) for kind in LISTS}
    found = {kind: named(extracted.get(kind, ())) for kind in LISTS}
    forgiven = optional_spellings(entity for kind in LISTS for entity in annotated[kind])
    known = spellings(extracted["candidates"]) if "candidates" in extracted else None
    for kind in kinds:
        _, wrong, missed = match(annotated[kind], found[kind], forgiven)
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
        methods = named(extracted.get(key, {}).get("methods", ()))
        for wanted, found in match(named(record.get("methods", ())), methods, frozenset()).hits:
            if wanted.role is not None and found.role is not None:
                counts[wanted.role][found.role] += 1
    return {role: dict(sorted(found.items())) for role, found in sorted(counts.items())}


def _sure(
    annotated: Mapping[str, Mapping[str, Any]], extracted: Mapping[str, Mapping[str, Any]]
) -> Iterator[tuple[float, bool]]:
    """Yield how sure extraction was of each entity that has a confidence, and if it is right."""
    for key, record in annotated.items():
        gold = {kind: named(record.get(kind, ())) for kind in LISTS}
        forgiven = optional_spellings(entity for kind in LISTS for entity in gold[kind])
        for kind in LISTS:
            found = named(extracted.get(key, {}).get(kind, ()))
            hits, wrong, _ = match(gold[kind], found, forgiven)
            judged = [*((each, True) for _, each in hits), *((each, False) for each in wrong)]
            yield from ((e.confidence, right) for e, right in judged if e.confidence is not None)


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
    annotated = {kind: named(gold.get(kind, ())) for kind in LISTS}
    forgiven = optional_spellings(entity for kind in LISTS for entity in annotated[kind])
    for kind in kinds:
        found = named(extracted.get(kind, ()))
        matching = match(annotated[kind], found, forgiven)
        yield kind, _outcome(matching)
        if kind == "methods":
            yield _PROPER, _outcome(matching.proper())
            yield _PROPOSED, _in_role("proposed", annotated[kind], found)
            yield _ROLES, _roles(matching.hits)
    if "links" in extracted:
        yield "links", _links(gold.get("links", ()), extracted["links"])
    if "themes" in extracted:
        yield from _themes(gold.get("themes", {}), annotated["tasks"], extracted["themes"])


def _outcome(matching: Matching) -> _Outcome:
    wrong, missed = ([each.name for each in entities] for entities in matching[1:])
    return _Outcome(len(matching.hits), wrong, missed)


def _in_role(role: str, annotated: list[Named], extracted: list[Named]) -> _Outcome:
    """Return the outcome for what is in one role, which must be right as well."""
    candidates = [found for found in extracted if found.role == role]
    forgiven = optional_spellings(annotated)
    hits, wrong, missed = match(annotated, candidates, forgiven)
    other_role = [found for entity, found in hits if entity.role != role]
    return _Outcome(
        len(hits) - len(other_role),
        [e.name for e in wrong] + [e.name for e in other_role if e.spellings.isdisjoint(forgiven)],
        [entity.name for entity in missed if entity.role == role],
    )


def _roles(hits: Iterable[tuple[Named, Named]]) -> _Outcome:
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
    annotated: Mapping[str, Any], tasks: Iterable[Named], extracted: Iterable[Any]
) -> Iterator[tuple[str, _Outcome]]:
    """Yield both outcomes for themes; the paper's tasks are acceptable as themes too."""
    core = {spelling(theme) for theme in annotated.get("core", ())}
    also = {spelling(theme) for theme in annotated.get("also", ())}
    acceptable = core.union(also, *(task.spellings for task in tasks))
    found = {spelling(theme if isinstance(theme, str) else theme["name"]) for theme in extracted}
    yield _ACCEPTABLE, _Outcome(len(found & acceptable), wrong=found - acceptable)
    yield _CORE, _Outcome(len(core & found), missed=core - found)
