"""Names of one id space in, one entity for each set of names that mean the same thing out."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from kg.model import IMPLIED, Entity
from kg.names import entity_key, slug
from kg.resolve.acronyms import variants
from kg.resolve.rules import NOT_SAME, SAME
from kg.resolve.sameness import Sameness
from kg.vocabulary import KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.model import Acronym, NamedEntity
    from kg.resolve.rules import Rule

_KIND_ORDER = list(KINDS)
_MANY, _NEARLY_ALL = 5, 0.9
"""Papers that spell out an acronym, and the share of them that makes its usual meaning."""


def _keys(entity: NamedEntity) -> tuple[str, ...]:
    """Return the keys of an entity's names, its own name first, but for those without letters."""
    keys = map(entity_key, (entity.name, *entity.aliases))
    return tuple(dict.fromkeys(key for key in keys if key))


def _keys_everywhere(entity: NamedEntity) -> tuple[str, ...]:
    """Return the keys of those names that mean the same as its own in other papers too.

    "grounding" may stand for "visual grounding" in a paper; it does not in the next one.
    """
    own = slug(entity.name).split("-")
    same = (
        name for name in entity.aliases if not _is_wider_or_narrower(own, slug(name).split("-"))
    )
    keys = map(entity_key, (entity.name, *same))
    return tuple(dict.fromkeys(key for key in keys if key))


def _is_wider_or_narrower(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether the words of one name are some of the other's, about one head."""
    return one[-1] == other[-1] and ({*one} < {*other} or {*other} < {*one})


def _written(names: Iterable[str]) -> Iterator[str]:
    """Yield the names that have a letter or digit, without the line breaks of the text."""
    return (" ".join(name.split()) for name in names if entity_key(name))


class Clusters:
    """The names of one id space, gathered from all papers and then settled.

    Three steps: `gather` every paper's names, `settle` once, then `place` every name again.
    `rules` come first (those given earlier win), then `known` ones, then what the papers say: an
    acronym means its long form wherever they agree on one, or nearly all of many do; where they do
    not, it means in each paper the long form given there, and by itself elsewhere.

    What is known decides what an acronym means, whatever a paper spells it out as; a name that is
    known without a long form ("GPT-3") means itself. `rules` decide no such thing: they join what
    would be two sets without them, each with all of its names, or keep them apart.
    """

    def __init__(self, space: str, rules: Sequence[Rule] = (), known: Sequence[Rule] = ()) -> None:
        self.space = space
        own, shipped = (
            [rule for rule in given if KINDS[rule.kind].space == space] for given in (rules, known)
        )
        self._rules = [*own, *shipped]
        self._same = Sameness(
            (entity_key(one), entity_key(other))
            for rule in self._rules
            if rule.verdict == NOT_SAME
            for place, one in enumerate(rule.names)
            for other in rule.names[place + 1 :]
        )
        self._known: dict[str, Rule] = {}
        self._long_forms: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._meant: set[str] = set()
        self._together: set[tuple[str, ...]] = set()
        self._surfaces: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._kinds: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._ids: dict[str, str] = {}
        self._joined = {key for rule in own for key in self._follow(rule)}
        for rule in shipped:
            for key in self._follow(rule):
                self._known.setdefault(key, rule)
        self._proper = {key for key, rule in self._known.items() if len(rule.names) == 1}

    def _follow(self, rule: Rule) -> list[str]:
        """Make the names of a rule of sameness one; return the keys of those that may be."""
        keys = [entity_key(name) for name in rule.names if rule.verdict == SAME]
        return [key for key in keys if self._same.unite(keys[0], key)]

    def gather(self, entity: NamedEntity, acronyms: Iterable[Acronym]) -> None:
        """Take note of what one paper calls one entity."""
        keys = _keys(entity)
        for acronym in acronyms:
            short, long = entity_key(acronym.short), entity_key(acronym.long)
            if short != long and {short, long} <= set(keys):
                self._long_forms[short][acronym.long] += 1
        self._together.add(_keys_everywhere(entity))

    def settle(self) -> None:
        """Decide which names mean the same thing."""
        for keys in sorted(self._together):
            names = self._spelt_out(keys)
            for other in names[1:]:
                self._same.unite(names[0], other)
        for short in sorted(self._long_forms):
            self._settle_acronym(short)

    def _settle_acronym(self, short: str) -> None:
        rule = self._known.get(short)
        # Who only knows the short form itself ("GPT-3") says nothing of its long form.
        known = [name for name in rule.names if entity_key(name) != short] if rule else []
        groups = self._meanings([*self._long_forms[short], *known])
        if rule is None and (meaning := self._usual_meaning(short, groups)):
            self._same.unite(short, entity_key(meaning))
            self._meant.add(short)
        elif len(groups) == 1:
            self._same.unite(short, entity_key(groups[0][0]))

    def _meanings(self, long_forms: Iterable[str]) -> list[list[str]]:
        """Make variants one; return the long forms of one acronym in groups that mean the same."""
        groups = variants(long_forms)
        for first, *others in groups:
            for other in others:
                self._same.unite(entity_key(first), entity_key(other))
        meanings: dict[str, list[str]] = {}
        for group in groups:
            meanings.setdefault(self._same.find(entity_key(group[0])), []).extend(group)
        return list(meanings.values())

    def _usual_meaning(self, short: str, groups: Sequence[Sequence[str]]) -> str:
        """Return a long form that the papers agree on, or nearly all of many; "" if none."""
        counts = self._long_forms[short]
        papers = [sum(counts[long] for long in group) for group in groups]
        most = max(papers)
        agreed = len(groups) == 1 or (sum(papers) >= _MANY and most >= _NEARLY_ALL * sum(papers))
        return groups[papers.index(most)][0] if agreed else ""

    def _spelt_out(self, keys: Iterable[str]) -> list[str]:
        return [key for key in keys if key not in self._long_forms]

    def place(self, entity: NamedEntity) -> str:
        """Return the key of the set that a paper's entity is in, and count its names there."""
        root = self.root(entity)
        if root:
            counts = self._surfaces[root]
            counts.update(dict.fromkeys(_written((entity.name, *entity.aliases)), 0))
            # A title's capitals say nothing of the usual spelling: they count only to break ties.
            named = (m for m in entity.mentions if m.field == "abstract" and m.rule != IMPLIED)
            counts.update(_written(mention.text for mention in named))
            self._kinds[root][entity.kind] += 1
        return root

    def root(self, entity: NamedEntity) -> str:
        """Return the key of the set that a paper's entity is in; "" if its name has no letters."""
        keys = _keys(entity)
        proper = [key for key in keys if key in self._proper and key in self._long_forms]
        return self._same.find((proper or self._spelt_out(keys) or keys)[0]) if keys else ""

    def name_all(self) -> tuple[Entity, ...]:
        """Return an entity for every set that was placed, sorted by id."""
        rules: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in self._rules:
            if rule.verdict == SAME:
                rules[self._same.find(entity_key(rule.names[0]))].append(rule)
        named = {root: self._entity(root, rules[root]) for root in self._surfaces}
        self._ids = {root: entity.id for root, entity in named.items()}
        return tuple(sorted(named.values()))

    def id_of(self, root: str) -> str:
        """Return the id that `name_all` gave to the set `root`."""
        return self._ids[root]

    def _entity(self, root: str, rules: Sequence[Rule]) -> Entity:
        name = rules[0].names[0] if rules else self._usual_name(root)
        ruled = (other for rule in rules for other in rule.names if self._in(root, other))
        # What one paper calls it is no alias of it where a rule says that this is another thing.
        aliases = {
            alias
            for alias in {*self._surfaces[root], *ruled} - {name}
            if not self._same.is_apart(root, entity_key(alias))
        }
        local = {alias for alias in aliases if self._is_local(root, alias)}
        kinds = self._kinds[root]
        ordered = sorted(kinds, key=lambda kind: (-kinds[kind], _KIND_ORDER.index(kind)))
        return Entity(
            f"{self.space}/{slug(name)}",
            tuple(ordered),
            name,
            tuple(sorted(aliases - local)),
            local_names=tuple(sorted(local)),
        )

    def _is_local(self, root: str, name: str) -> bool:
        """Return whether a name that papers give to this set has its meaning in another one.

        An acronym that has no usual meaning is nobody's more than another's: all are found by it.
        """
        key = entity_key(name)
        settled = key in self._meant or key in self._known or key in self._joined
        open_ = key in self._long_forms and not settled
        return not self._in(root, name) and not open_

    def _in(self, root: str, name: str) -> bool:
        return self._same.find(entity_key(name)) == root

    def _usual_name(self, root: str) -> str:
        """Return the name that the papers use most, of those that mean this set everywhere.

        A coined short form ("LoRA") stands before its long form, a textbook long form, which
        somebody writes in lower case, before its short form ("graph neural network").
        """
        counts = self._surfaces[root]
        names = [name for name in counts if self._in(root, name)]
        shorts = [name for name in names if entity_key(name) in self._long_forms]
        longs = [name for name in names if entity_key(name) not in self._long_forms]
        textbook = any(name.islower() for name in longs)
        chosen = (longs or shorts) if textbook else (shorts or longs)
        return min(chosen, key=lambda name: (-counts[name], len(name), name.swapcase()))
