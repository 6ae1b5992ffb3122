"""A text in, the stretches of it that are written like proper names out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kg.extract.wordlists import folded, words

if TYPE_CHECKING:
    from collections.abc import Iterator


class Candidate(NamedTuple):
    """A stretch of text that may name something, and the rule that proposes it."""

    start: int
    end: int
    rule: str


_JOINED = r"\w+(?:(?:[-\u2013+&@^]|\.(?=\d))\w+)*\+{0,2}"
# One capital or digit more than plain words have: LoRA, SAM, U-Net, GPT-4, 3DMatch, pass@1.
_NAME = re.compile(
    r"(?<![\w\\$^@])"
    r"(?=[\w+&@^.\u2013-]{0,40}?"
    r"(?:[a-z][A-Z]|[A-Z]{2}|[A-Z]-[A-Z]|[A-Za-z][-\u2013@]?\d|\d-?[A-Z]))" + _JOINED
)
# Every name has one of these characters in it; to search for them first takes far less time.
_SIGN_OF_NAME = re.compile(
    r"[A-Z\d](?:(?<=[A-Za-z\d][A-Z])|(?<=[A-Z\d]-[A-Z])|(?<=[A-Za-z]\d)|(?<=[A-Za-z][-\u2013@]\d))"
)
_TITLE_WORD = r"[A-Z][a-z]+(?:-[A-Z]?[a-z]+)*"
# Behind the first letter stands what may not stand before it: so the search looks for capitals.
_FIRST_TITLE_WORD = r"[A-Z](?<![\w\\$-].)[a-z]+(?:-[A-Z]?[a-z]+)*"
_TITLE_CASE = re.compile(
    rf"{_FIRST_TITLE_WORD}(?:[ ](?:(?:of|for|in|the)[ ])?{_TITLE_WORD})+(?![\w-])"
)
_BEFORE = re.compile(rf"(?:{_TITLE_WORD}[ ~])+$")
_SIZE = r"(?:[ ~]\d+(?:\.\d+)?[BMK]\b)?"
_EDITION_WORD = (
    r"[ ~](?:Pro|Mini|Nano|Turbo|Large|Base|XL|Flash|Opus|Sonnet|Haiku|Instruct|Vision|Verified|"
    r"Omni|Audio|Coder|Max|Plus)"
)
_EDITION = rf"(?:{_EDITION_WORD})*"
# "Open ASR Leaderboard", "UCR Time Series Classification Archive".
_COLLECTION = (
    r"(?:(?:[ ][A-Z][a-z]+){0,4}[ ](?:Leaderboard|Archive|Challenge|Treebank|Corpus|Catalog|"
    r"Repository|Collection|Arena|Gym|Suite|Zoo))?"
)
# "Llama" goes on with "3.1", "v2", "2018" or "3", but not with a share: "by LoRA 2.5%".
_AFTER = re.compile(
    r"(?:[ ~]v?\d+(?:\.\d+)+(?!\d*%)|[ ~]v\d+|[ ~](?:19|20)\d\d(?!\w)|"
    r"[ ~]\d{1,2}(?=[\s,.;:)]))?"
    rf"{_SIZE}{_EDITION}(?:[ ](?:Shared )?Task(?: \d+(?:\.\d+)?\w?)?)?{_COLLECTION}"
)
_RELEASE = r"[ ~](?:v\d+(?:\.\d+)*|\d+\.\d+)"
# "Llama 3.1", "Gemini Pro 1.5", and, where the edition says that it is one, "Claude Opus 4".
_VERSIONED = re.compile(
    rf"{_FIRST_TITLE_WORD}(?:{_RELEASE}|{_EDITION_WORD}"
    rf"(?:{_RELEASE}|[ ~]\d{{1,2}}(?=[\s,.;:)]))){_SIZE}{_EDITION}"
)
# Single words in title case count only where the text presents them as names.
_COINED = re.compile(
    r"\b(?:(?:called|named|dubbed|termed|coined|namely)\s+|"
    r"(?:propose|proposes|introduce|introduces|present|presents|develop|release)\s+(?:the\s+)?"
    r"(?=\w+\s?[,(:]|\w+\s(?:dataset|benchmark|corpus|framework|model)\b)|"
    r"(?:fine-tun\w+|outperform(?:s|ing)?)\s+(?=\w+[\s,]))"
    r"[\"'\u201c\u2018`]*(?P<name>[A-Z][a-z]{2,}(?:-[A-Z]?[a-z]+)*)\b"
)
# One of these is in every such sentence; to look for them first takes far less time.
_SIGNS_OF_COINED = (
    *("called", "named", "dubbed", "termed", "coined", "namely", "propose", "introduce", "present"),
    *("develop", "release", "fine-tun", "outperform"),
)
_LEAD = re.compile(r"(?P<name>[^\s:]+(?: [^\s:]+){0,2}):\s")

_PREFIX = re.compile(r"(?!mini-|tiered-|word)[a-z]{2,}[-\u2013](?=[A-Z])")
_SUFFIX = re.compile(
    r"(?<=[\w+][\w+])(?:[-\u2013][a-z]{3,})+$|(?<=[\w+][\w+])[-\u2013](?:to|in|vs)[-\u2013].*$"
)
_MEASURE = re.compile(
    r"\d+(?:[.-]\d+)*(?:[-\u2013]?[A-Za-z]{1,2})?|(?i:top|rank|step|stage|level)-?\d+|"
    r"[a-z]{1,3}\d+|\d+[a-z-]+"
)
_GENERIC_LAST = re.compile(
    r"(?:[ ~](?:datasets?|benchmarks?|corpus|corpora|models?|frameworks?|methods?|algorithms?|"
    r"tasks?|systems?))+$",
    re.IGNORECASE,
)


def shaped(text: str, start: int, end: int, *, title: bool) -> Iterator[Candidate]:
    """Yield the names by shape in one sentence; in a title, where all is capital, fewer count.

    >>> text = "We fine-tune Llama 3.1 8B with LoRA-based updates on Tiny ImageNet."
    >>> [text[c.start : c.end] for c in shaped(text, 0, len(text), title=False)]
    ['Llama 3.1 8B', 'LoRA', 'Tiny ImageNet']
    """
    if title and text[start:end].isupper():
        return
    found = [*_versioned(text, start, end), *_name_words(text, start, end, title=title)]
    if not title:
        found += _title_case(text, start, end)
    yield from sorted(found)


def _versioned(text: str, start: int, end: int) -> Iterator[Candidate]:
    for match in _VERSIONED.finditer(text, start, end):
        if re.match(r"\w+", match[0])[0] not in words("not-first"):  # type: ignore[index]
            yield Candidate(*match.span(), "versioned")


def _name_words(text: str, start: int, end: int, *, title: bool) -> Iterator[Candidate]:
    for match in _names(text, start, end):
        first, last = _peeled(text, *match.span())
        word = text[first:last]
        if len(word) < 2 or word.lower() in folded("not-names") or _MEASURE.fullmatch(word):
            continue
        shape = _shape(word)
        if last == match.end():
            after = _AFTER.match(text, last, end)
            last = after.end() if after else last
        if not title and first == match.start():
            first = _extended_left(text, start, first)
        yield Candidate(first, last, shape)


def _names(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """Yield the matches of `_NAME`, searched for only in the words that can have one."""
    while sign := _SIGN_OF_NAME.search(text, start, end):
        word = max(start, text.rfind(" ", start, sign.start()) + 1)
        match = _NAME.search(text, word, end)
        if not match:
            return
        yield match
        start = match.end()


def _peeled(text: str, first: int, last: int) -> tuple[int, int]:
    """Return the place of a name without "non-" before and "-based" after it."""
    word = text[first:last]
    prefix = _PREFIX.match(word)
    first += prefix.end() if prefix else 0
    suffix = _SUFFIX.search(text[first:last])
    return first, first + suffix.start() if suffix else last


def _shape(word: str) -> str:
    if re.search(r"\d", word):
        return "digit"
    if re.search(r"[a-z]", word.rstrip("s")):
        return "mixed"
    return "caps"


def _extended_left(text: str, start: int, first: int) -> int:
    """Return where a name begins that has parts in title case before it: "Tiny ImageNet"."""
    before = _BEFORE.search(text, max(start, first - 60), first)
    if not before:
        return first
    begin = before.start()
    parts = before[0].replace("~", " ").split()
    at_sentence_start = begin == start
    while parts and (parts[0] in words("not-first") or at_sentence_start):
        begin += len(parts.pop(0)) + 1
        at_sentence_start = False
    return begin


def _title_case(text: str, start: int, end: int) -> Iterator[Candidate]:
    for match in _TITLE_CASE.finditer(text, start, end):
        first, last = match.span()
        parts = match[0].split()
        if first == start and parts[0].endswith("ing"):
            first += len(parts.pop(0)) + 1
        while parts and (parts[0] in words("not-first") or parts[0].islower()):
            first += len(parts.pop(0)) + 1
        generic = _GENERIC_LAST.search(text, first, last)
        if generic:
            last = generic.start()
        if " " in text[first:last]:
            yield Candidate(first, last, "title-case")


def coined(text: str, start: int, end: int) -> Iterator[Candidate]:
    """Yield the single words in title case that a sentence presents as names.

    >>> text = "We present Mamba, a state space model."
    >>> [text[c.start : c.end] for c in coined(text, 0, len(text))]
    ['Mamba']
    """
    sentence = text[start:end]
    if not any(sign in sentence for sign in _SIGNS_OF_COINED):
        return
    for match in _COINED.finditer(text, start, end):
        if match["name"] not in words("not-first"):
            yield Candidate(*match.span("name"), "coined")


def lead(text: str, title_end: int) -> Iterator[Candidate]:
    """Yield the name before the colon of a title "Name: what it is", if the abstract has it too.

    >>> text = "Mamba: Linear-Time Sequences" + " " * 2 + "Mamba is fast."
    >>> [text[c.start : c.end] for c in lead(text, 28)]
    ['Mamba']
    """
    match = _LEAD.match(text, 0, title_end)
    if not match:
        return
    name = match["name"]
    plain_word = _shape(name) == "mixed" and re.fullmatch(r"[A-Z]?[a-z]+", name)
    if name in text[title_end:] or (" " not in name and not plain_word):
        yield Candidate(*match.span("name"), "lead")
