"""A Doc with its names in, what the words around each name say of its kind and role out.

Every name in the text is replaced by one sign, so that a cue is written as it is read:
``propose W* N`` is "propose", some words, and a name or a list of names.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from spacy.tokens import Doc

from kg.extract.openings import Searcher

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.extract.candidates import Name

Doc.set_extension("kg_evidence", default=(), force=True)


class Evidence(NamedTuple):
    """One reason to take a name for a thing of `kind` in `role`; either may be "".

    `strength` is about how often the reason is right on its own.
    """

    rule: str
    kind: str
    role: str
    strength: float


class Cue(NamedTuple):
    """A pattern of words around names, and what it says of the names."""

    evidence: Evidence
    pattern: re.Pattern[str]


_SIGN = "\ue000"
# A name, perhaps with its short form or its score in brackets, and more names in a list after it.
_ITEM = rf"{_SIGN}(?: ?\((?:{_SIGN}|[\d.%\\]+)\))?"
_LIST = rf"(?P<n>{_ITEM}(?:(?:,? and |,? or |, |/| vs\.? )(?:the )?{_ITEM}){{0,15}})"
# Words that can stand between a verb and its object; prepositions begin something else.
_WORD = (
    r"(?:(?!(?:for|of|on|in|to|with|from|by|via|using|based|that|which|where|when|as|over|than)\b)"
    r"[\w\u2019'-]+,? )"
)
_PARTS = {
    "N": _LIST,
    "METHOD": (
        r"(?:method|framework|model|approach|algorithm|architecture|network|system|technique|"
        r"module|mechanism|strategy|paradigm|pipeline|agent|optimizer|loss|toolkit|library|tool|"
        r"procedure|transformer|estimator|scheme|protocol|solver|classifier|sampler|layer|"
        r"variant|backbone|detector|attack|defense|adapter|representation|operator|decoder|"
        r"encoder|baseline)s?\b"
    ),
    "DATA": (
        r"(?:data[ -]?sets?|benchmarks?|corpus|corpora|test ?(?:set|bed|suite)s?|leaderboards?|"
        r"shared tasks?|treebank|collection of|suite|challenge set|challenge|environments|"
        r"archive)\b"
    ),
    "PROPOSE": (
        r"\b(?:propos(?:es?|ed|ing)|introduc(?:es?|ed|ing)|present(?:s|ed)?|develop(?:s|ed)?|"
        r"design(?:s|ed)?|devised?|describes?|releases?|built|build|construct|curate|contribute|"
        r"create|offers?)"
    ),
    "SUCH_AS": r"(?:,|:| such as| like| including| namely| \(?e\.g\.,?| \(?i\.e\.,?| \()?",
    "BEAT": (
        r"\b(?:outperform(?:s|ing|ed)?|surpass(?:es|ing|ed)?|exceed(?:s|ing|ed)?|beat(?:s|ing)?|"
        r"compar(?:ed|ison|able|isons|e|ing) (?:with|to|against)|competitive with|superior to|"
        r"than|versus|vs\.?|improv(?:es|ement|ements|ing) (?:over|upon)|baselines?(?: \w+)?)"
    ),
    "USE": (
        r"\b(?:us(?:e|es|ed|ing)|utiliz\w+|leverag\w+|employ\w*|adopt\w*|appl(?:y|ies|ied|ying)|"
        r"based on|built (?:up)?on|builds on|extend\w*|via|incorporat\w+|integrat\w+|combin\w+|"
        r"powered by|adapt\w*)"
    ),
    "TRAIN": r"\b(?:fine-?tun\w+|pre-?train\w*|prompt\w*|distill?\w*|quantiz\w+|train(?:ing|ed)?)",
    "DOES": (
        r"(?:achiev|outperform|improv|enabl|leverag|learn|us|employ|consist|integrat|introduc|"
        r"combin|generat|reduc|show|demonstrat|exhibit|surpass|operat|deliver|incorporat|first|"
        r"can|has|does)\w*\b"
    ),
    "EVALUATE": (
        r"\b(?:experiment|evaluat|result|perform|test|accura|train|score|benchmark|validat|"
        r"achiev|improve|SOTA|state-of-the-art)[\w-]*"
    ),
}
"""The parts of a pattern that have a name; W3 stands for up to three words in between."""

TABLE = (
    # rule, kind, role, strength, pattern
    ("propose N", "method", "proposed", 0.72, r"PROPOSE W8 N"),
    ("N is proposed", "method", "proposed", 0.8, r"N (?:is|are) (?:proposed|introduced|presented)"),
    ("called N", "method", "proposed", 0.87,
     r"\b(?:called|named|dubbed|termed|coined|denoted as|referred to as|namely|stands for)[ :]+"
     r"[\"'\u201c\u2018`]*N"),
    ("our N", "method", "proposed", 0.6,
     r"\b(?:our(?: proposed| new)?|Our(?: proposed| new)?|the proposed) N"),
    ("N, a method", "method", "proposed", 0.9,
     r"N(?:,|:| is| are) (?:an?|the first|our|the) W6 METHOD"),
    ("N method", "method", "", 0.5, r"N METHOD"),
    ("method N", "method", "", 0.8, r"\bMETHOD SUCH_AS N"),
    ("title N:", "method", "proposed", 0.86, r"^N(?::| [-\u2013\u2014]) "),
    ("title: N", "method", "proposed", 0.5, r"^[^\n]*?: N\n"),
    ("compared with N", "method", "compared", 0.57,
     r"BEAT (?:W4 (?:(?:models|methods) )?(?:like|such as|including) |W4 )?N"),
    ("over N", "method", "compared", 0.5, r"\b(?:over|against) N"),
    ("use N", "method", "used", 0.6, r"USE W4 N"),
    ("train N", "method", "used", 0.7, r"TRAIN W2 N"),
    ("N-based", "method", "used", 0.9,
     r"N[-\u2013](?:based|like|style|guided|driven|powered|enhanced|augmented)\b"),
    ("methods such as N", "method", "used", 0.65, r"\bMETHOD SUCH_AS W2 N"),
    ("with N", "method", "used", 0.3, r"\b(?:with|by|through|under|for|of|in) N"),
    ("N does", "method", "", 0.65, r"N DOES"),
    ("N dataset", "dataset", "used", 0.65, r"N (?:[\w-]+ )?DATA"),
    ("dataset N", "dataset", "used", 0.65, r"\bDATA SUCH_AS ?\(?W2 N"),
    ("on N", "dataset", "used", 0.44, r"\bon W3 N"),
    ("results on N", "dataset", "used", 0.5, r"EVALUATE(?: [\w%.-]+,?){0,4}? on W4 N"),
    ("images from N", "dataset", "used", 0.4,
     r"\b(?:data|images|samples|articles|posts|tweets|videos|questions|papers|texts?|documents) "
     r"(?:from|of|in) W2 N"),
    ("N, a dataset", "dataset", "introduced", 0.95,
     r"N(?:,|:| is| \() ?(?:an?|the first|our|the) W9 (?:of )?DATA"),
    ("dataset called N", "dataset", "introduced", 0.8,
     r"\b(?:an?|new|novel|our|the) W6 DATA[^.\n]{0,60}?"
     r"(?:called|named|dubbed|termed|namely|,|\() ?N"),
    ("propose N dataset", "dataset", "introduced", 0.9,
     r"PROPOSE W8 N(?:,| \(|:)? (?:an? )?W8 DATA"),
    ("title N: dataset", "dataset", "introduced", 0.9, r"^N(?::| [-\u2013\u2014]) [^\n]*DATA"),
    ("N score", "metric", "", 0.8, r"N (?:scores?|metrics?|values?|of \d|is \d|by \d)"),
    ("metric N", "metric", "", 0.83,
     r"\b(?:in terms of|measured (?:by|in|with)|metrics? SUCH_AS) W2 N"),
    ("3.1 N", "metric", "", 0.7,
     r"\d(?:\\?%| points?| pp)?(?: (?:in|of|absolute|relative|higher|lower|improvement in))* N"),
    ("task of N", "task", "", 0.65, r"\b(?:tasks?|problems?)(?: of|SUCH_AS) W2 N"),
    ("N task", "task", "", 0.7, r"N (?:tasks?|problems?)\b"),
    ("for N", "task", "", 0.5, r"\bfor W2 N"),
    ("title for N", "task", "", 0.65, r"^[^\n]*\b(?:for|in|to) W3 N"),
    ("N GPUs", "none", "", 0.9, r"N (?:GPUs?|cards?|hardware|University|Institute|et al)"),
)  # fmt: skip
"""One cue per row; N is a name or a list of names."""

_PART = re.compile(rf"(?<![\\])({'|'.join(sorted(_PARTS, key=len, reverse=True))})(?![a-z])")
_GAP = re.compile(r"W(\d) ")


def _compiled() -> Iterator[Cue]:
    for rule, kind, role, strength, pattern in TABLE:
        gaps = _GAP.sub(lambda gap: f"{_WORD}{{0,{gap[1]}}}?", pattern)
        text = _PART.sub(lambda part: _PARTS[part[1]], gaps.replace(" SUCH_AS", "SUCH_AS"))
        yield Cue(Evidence(rule, kind, role, strength), re.compile(text.replace(" ", r"\s")))


CUES = tuple(_compiled())
_SEARCH = Searcher([cue.pattern for cue in CUES])


class Said(NamedTuple):
    """What one cue says of a name, and where the mention that it says it of begins."""

    start: int
    evidence: Evidence


def masked(text: str, names: Iterable[Name]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text with a sign for each mention, and for each sign its place and its name.

    A place is where the mention begins in `text`, a name its number among `names`.
    """
    places = sorted((m.start, m.end, n) for n, name in enumerate(names) for m in name.mentions)
    parts: list[str] = []
    after = 0
    for start, end, _ in places:
        parts += text[after:start], _SIGN
        after = end
    return "".join([*parts, text[after:]]), [(start, number) for start, _, number in places]


def evidence_in(text: str, count: int) -> Iterator[tuple[int, Evidence]]:
    r"""Yield the number of a sign and what one cue says of it, for a masked text of `count` signs.

    >>> [(n, e.rule) for n, e in evidence_in("We propose \ue000.", 1)]
    [(0, 'propose N')]
    """
    if not count:
        return
    signs = [match.start() for match in re.finditer(_SIGN, text)]
    for cue, match in _SEARCH(text):
        start, end = match.span("n")
        for number in range(bisect_left(signs, start), bisect_left(signs, end)):
            yield number, CUES[cue].evidence


def evidence_for(doc: Doc) -> tuple[tuple[Said, ...], ...]:
    """Return, for each name of a Doc, what the words around its mentions say."""
    text, owners = masked(doc._.kg_plain, doc._.kg_names)
    found: list[dict[Said, None]] = [{} for _ in doc._.kg_names]
    for sign, evidence in evidence_in(text, len(owners)):
        start, name = owners[sign]
        found[name][Said(start, evidence)] = None
    return tuple(tuple(each) for each in found)


def read_cues(doc: Doc) -> Doc:
    """Set ``kg_evidence``, what is said of each of ``kg_names``."""
    doc._.kg_evidence = evidence_for(doc)
    return doc
