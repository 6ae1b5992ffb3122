"""Named questions (``.rq`` files) and their parameters in, SPARQL text out.

A question is plain SPARQL with decorators in the manner of grlc (https://grlc.io)::

    #+ summary: Methods that papers use on a data set, most used first
    #+ params:
    #+   - dataset (dataset): the data set
    #+ defaults:
    #+   - dataset: ImageNet
    SELECT ?method WHERE { VALUES ?dataset { UNDEF } … }

As it stands it asks for every data set; a parameter takes the place of its ``UNDEF``. Prefixes of
`kg.vocabulary.PREFIXES` are known.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import QueryError
from kg.lookup.names import encodable, find
from kg.store.sparql import term_text
from kg.vocabulary import KINDS, PREFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kg.store.reader import Reader

_DECORATOR = re.compile(r"^#\+ ?(.*)$", re.MULTILINE)
_DECORATOR_LINE = re.compile(r"^#\+.*\n?", re.MULTILINE)
_PARAMETER = re.compile(r"- (?P<name>\w+) \((?P<type>\w+)\): (?P<help>.+)")
_DEFAULT = re.compile(r"- (?P<name>\w+): (?P<value>.+)")
_PLACE = re.compile(r"(VALUES\s+\?(?P<name>\w+)\s*\{\s*)UNDEF(\s*\})", re.IGNORECASE)
# No name has a brace; DESCRIBE needs none, and an update is told of as what it is.
_SPARQL = re.compile(r"[{<]|^\s*(?:BASE|PREFIX|DESCRIBE)\s", re.IGNORECASE)
_TEXT = "text"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of a question; `type` is ``text`` or the kind of node that it names."""

    name: str
    type: str
    help: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A named SPARQL query with its parameters."""

    name: str
    summary: str
    parameters: tuple[Parameter, ...]
    text: str

    def bound(self, reader: Reader, values: Mapping[str, str]) -> str:
        """Return the SPARQL with a value in the place of each parameter that has one.

        A parameter that names a node is looked up as everywhere (`kg.lookup.names.find`); an
        empty value takes a default back. Raises `QueryError` for a parameter that the question
        does not have, and where a default does not name one thing in this graph.
        """
        known = {parameter.name for parameter in self.parameters}
        for name in values:
            if name not in known:
                has = ", ".join(sorted(known)) or "none"
                raise QueryError(f"{self.name} has no parameter {name!r}; it has: {has}")
        terms: dict[str, str] = {}
        for parameter in self.parameters:
            if value := values.get(parameter.name):
                terms[parameter.name] = _term(reader, parameter, value)
            elif parameter.default and parameter.name not in values:
                terms[parameter.name] = self._default_term(reader, parameter)
        return _bind(self.text, terms)

    def narrowed(self, values: Mapping[str, str]) -> dict[str, str]:
        r"""Return what the question is asked of with `values`: parameter → value, or its default.

        A parameter that asks for all is left out.

        >>> text = "#+ params:\n#+   - x (text): any\nSELECT * { VALUES ?x { UNDEF } }"
        >>> parse("echo", text).narrowed({"x": "words"}), parse("echo", text).narrowed({"x": ""})
        ({'x': 'words'}, {})
        """
        asked = ((each.name, values.get(each.name, each.default)) for each in self.parameters)
        return {name: value for name, value in asked if value}

    def _default_term(self, reader: Reader, parameter: Parameter) -> str:
        """Return the term of a default, which was not written for this very graph."""
        try:
            return _term(reader, parameter, parameter.default)
        except LookupError as error:
            hint = f"say -p {parameter.name}=NAME, or -p {parameter.name}= for all"
            raise QueryError(f"{self.name}: {hint}; of its default, {error}") from error


def _term(reader: Reader, parameter: Parameter, value: str) -> str:
    if parameter.type == _TEXT:
        return term_text(encodable(value), iri=False)
    return term_text(reader.node(find(reader, value, parameter.type)).value, iri=True)


def _bind(text: str, terms: Mapping[str, str]) -> str:
    """Return `text` with all terms in place; in one pass, so that a term is never bound into."""
    return _PLACE.sub(
        lambda found: f"{found[1]}{terms.get(found['name'], 'UNDEF')}{found[3]}", text
    )


def self_contained(text: str) -> str:
    r"""Return a query with the prefixes declared that it takes for known, to run anywhere.

    Decorators are left out: values are in place of what they tell of.

    >>> print(self_contained("#+ summary: All papers\nSELECT * { ?paper a kg:Paper }"))
    PREFIX kg: <https://w3id.org/paper-kg/ns#>
    SELECT * { ?paper a kg:Paper }
    """
    text = _DECORATOR_LINE.sub("", text)
    used = [prefix for prefix in PREFIXES if re.search(rf"\b{prefix}:\w", text)]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in used) + text


def parse(name: str, text: str) -> Question:
    r"""Return the question in the text of an ``.rq`` file.

    Raises `QueryError` where a decorator cannot be read, or a parameter has no ``VALUES`` place.

    >>> parse("all", "#+ summary: All papers\nSELECT * { ?s a kg:Paper }").summary
    'All papers'
    """
    sections = _sections(name, text)
    described = [_matched(name, _PARAMETER, line) for line in sections.get("params", [])]
    given = [_matched(name, _DEFAULT, line) for line in sections.get("defaults", [])]
    defaults = {found["name"]: found["value"] for found in given}
    parameters = tuple(
        Parameter(found["name"], found["type"], found["help"], defaults.get(found["name"], ""))
        for found in described
    )
    for parameter in parameters:
        _check(name, text, parameter)
    if unknown := defaults.keys() - {parameter.name for parameter in parameters}:
        raise QueryError(f"{name}: there is a default but no parameter {min(unknown)!r}")
    return Question(name, " ".join(sections.get("summary", [])), parameters, text)


def _sections(name: str, text: str) -> dict[str, list[str]]:
    """Return the lines of each decorator by its key."""
    sections: dict[str, list[str]] = {}
    section = ""
    for line in filter(str.strip, _DECORATOR.findall(text)):
        key, colon, rest = line.partition(":")
        if line.startswith(("-", " ")) and section:
            sections[section].append(line.strip())
        elif colon and not line.startswith(("-", " ")):
            section = key.strip()
            sections[section] = [rest.strip()] if rest.strip() else []
        else:
            raise QueryError(f"{name}: cannot read the decorator {line.strip()!r}")
    return sections


def _matched(name: str, pattern: re.Pattern[str], line: str) -> re.Match[str]:
    found = pattern.fullmatch(line)
    if found is None:
        raise QueryError(f"{name}: cannot read the decorator {line!r}")
    return found


def _check(name: str, text: str, parameter: Parameter) -> None:
    if parameter.type != _TEXT and parameter.type not in KINDS:
        raise QueryError(f"{name}: {parameter.type!r} is no kind of node; write text or a kind")
    if parameter.name not in {place["name"] for place in _PLACE.finditer(text)}:
        raise QueryError(f"{name}: write VALUES ?{parameter.name} {{ UNDEF }} where it belongs")


def folders(own: Path | None = None) -> Iterator[Path]:
    """Yield the folders of questions: the user's own first, then those that come with kg."""
    if own is not None:
        yield own
    shipped = Path(str(resources.files("kg"))) / "queries"
    # A checkout has them beside the package, a wheel inside it.
    yield shipped if shipped.is_dir() else shipped.parent.parent / "queries"


def _files(own: Path | None) -> dict[str, Path]:
    """Return the file of every named question, sorted; one of the user's hides a shipped one."""
    found: dict[str, Path] = {}
    for folder in folders(own):
        if not folder.is_dir():
            raise QueryError(f"{folder}: no such folder of questions")
        for path in folder.glob("*.rq"):
            found.setdefault(path.stem, path)
    return dict(sorted(found.items()))


def questions(own: Path | None = None) -> dict[str, Question]:
    """Return every named question by name, sorted; one of the user's hides a shipped one."""
    return {name: read(path) for name, path in _files(own).items()}


def read(path: Path) -> Question:
    """Return the question in a file; raises `QueryError` where it cannot be read."""
    try:
        return parse(path.stem, path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise QueryError(f"{path}: cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: not a UTF-8 text file") from error


def is_sparql(text: str) -> bool:
    """Return whether a text is a query, not the name of a question or of its file.

    >>> is_sparql("ASK {}"), is_sparql("describe kg:Paper"), is_sparql("themes")
    (True, True, False)
    """
    return bool(_SPARQL.search(text))


def question_in(text: str, own: Path | None = None) -> Question:
    """Return what a text asks: the question of that name or file, or the SPARQL that it is.

    Raises `QueryError` where there is no such question.

    >>> question_in("ASK {}").text, question_in("themes").name
    ('ASK {}', 'themes')
    """
    return parse("query", text) if is_sparql(text) else question(text, own)


def question(name: str, own: Path | None = None) -> Question:
    """Return a question by name, or from the ``.rq`` file of that path; raises `QueryError`."""
    known = _files(own)
    if name in known:
        return read(known[name])
    if "." in name or "/" in name:
        return read(Path(name))
    nearest = "".join(f"; did you mean {near!r}?" for near in get_close_matches(name, known, n=1))
    raise QueryError(f"no question is called {name!r}{nearest or '; see: kg queries'}")
