"""A text in, the addresses that stand in it out, mended, and what is wrong with those of no use."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

# What a URL may hold in running text; LaTeX escapes some of it with a backslash.
_BODY = r"(?:(?!https?://)[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]|\\[_%#&~])"
# Hosts whose address is understood without a scheme.
_BARE = (
    r"(?:(?:www\.)?(?:github|gitlab|kaggle)\.\s?com|huggingface\.co|hf\.co|bitbucket\.org"
    r"|osf\.io|zenodo\.org|pypi\.org|anonymous\.4open\.science)/"
    r"|[\w-]+\.(?:github|gitlab)\.io\b|www\.[\w-]+\.\w"
)
_SCHEME = r"https?\s?:\s?//\s?"
# A name that no running text begins with, and at which its sentence ends.
_BROKEN_NAME = (
    r"(?=[\w.-]*(?:[-_\d]|(?-i:[a-z][A-Z]))[\w.-]*(?:\s?[,;)}]|\s?\.(?:\s|$)|\s*$))(?=[\w-])"
)
_URL = re.compile(
    # A page that broke the line after the host leaves blanks: "github. com/ user/ name"; one that
    # sets the address as a formula leaves signs: "github$.$com".
    rf"(?:{_SCHEME})?(?<![\w@.-])(?:www\.)?git(?:hub|lab)(?:\.|\$\.\$)\s?com\s?/"
    rf"(?:\s[\w.-]+/\s?|[\w.-]+/(?:\s{_BROKEN_NAME})?)[\w-]{_BODY}*"
    rf"|{_SCHEME}(?:[\w-]+-\s)?[\w-]+\.\s?git(?:hub|lab)\.\s?io\b{_BODY}*"
    rf"|(?<![\w@./-])(?<!-\s)[\w-]+\.git(?:hub|lab)\.\sio\b{_BODY}*"
    rf"|{_SCHEME}{_BODY}+"
    rf"|(?<![\w@./-])(?={_BARE}){_BODY}+",
    re.ASCII | re.IGNORECASE,
)
# Every address has one of these in it, in any case; most texts have none.
_SIGNS = ("//", "github", "gitlab", "www.", "kaggle.", ".co/", "bitbucket.org", "osf.io",
          "zenodo.org", "pypi.org", "4open.science")  # fmt: skip
_NAME_SPACE = re.compile(r"xmlns(?::\w+)?=[\"']$")
_VERBATIM = re.compile(r"\\verb\+$")
_TAIL = re.compile(r"(?:[.,;:!?'*&\\$]|(?<=/)/)+$")
# A sentence that begins right after the address, without a blank.
_GLUED = re.compile(r"(?<=[\w/])\.\(?(?:The|Our|We|This|In|Code|Project|It|To|All)(?:[^a-z/].*)?$")
_GLUED_WORD = re.compile(r"(?<=\w)\.[A-Z][a-z]{5,}:?$")
_SENTENCE = re.compile(r" [a-z]+ ")
_NO_PART = re.compile(r"\s|\\(?=[_%#&~])|\$(?=\.\$)|(?<=\.)\$")

_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")
# What GitHub lets accounts and their repositories be called.
_GITHUB = re.compile(r"/[A-Za-z0-9][A-Za-z0-9-]{0,38}(?:/[\w.-]*(?:/.*)?)?", re.ASCII)
# Papers and name spaces are cited, not released.
_CITED = frozenset(
    (
        "arxiv.org",
        "doi.org",
        "dx.doi.org",
        "openreview.net",
        "aclanthology.org",
        "aclweb.org",
        "w3.org",
        "creativecommons.org",
    )
)
# DOIs of archives of data and programs: Zenodo, figshare, Dataverse.
_RELEASED = re.compile(r"/10\.(?:5281/zenodo|6084/m9\.figshare|7910/dvn)", re.IGNORECASE)


class Address(NamedTuple):
    """An address, and the stretch of the text that says it."""

    url: str
    start: int
    end: int


def addresses_in(text: str) -> Iterator[Address]:
    """Yield the addresses that stand in a text in reading order, those of no use among them.

    They are repaired where a page broke them and cut where running text begins.

    >>> [address.url for address in addresses_in("Code: github. com/ada/engine.")]
    ['https://github.com/ada/engine']
    """
    lower = text.lower()
    if not any(sign in lower for sign in _SIGNS):
        return
    for match in _URL.finditer(text):
        before = text[max(0, match.start() - 40) : match.start()]
        if not _NAME_SPACE.search(before):
            raw = match[0].partition("+")[0] if _VERBATIM.search(before) else match[0]
            raw = _trimmed(raw, text[match.end() : match.end() + 20])
            yield Address(_url(raw), match.start(), match.start() + len(raw))


def _trimmed(raw: str, after: str) -> str:
    """Return what was found without the punctuation of the sentence around it."""
    raw = _GLUED.sub("", raw)
    if _SENTENCE.match(after):
        raw = _GLUED_WORD.sub("", raw)
    while True:
        shorter = _TAIL.sub("", raw)
        if shorter.count(")") > shorter.count("("):
            shorter = shorter[: shorter.rindex(")")]
        if shorter == raw:
            return raw
        raw = shorter


def _url(raw: str) -> str:
    bare = _NO_PART.sub("", raw)
    url = bare if re.match(r"https?://", bare, re.IGNORECASE) else "https://" + bare
    scheme, _, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    return f"{scheme.lower()}://{host.lower()}{slash}{path.lstrip('/')}"


def refusal(url: str) -> str:
    """Return why an address points to no released thing, or "" where it may.

    >>> refusal("https://github.com/"), refusal("https://github.com/ada/engine")
    ('no name on GitHub', '')
    """
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return "no address"
    if not _HOST.fullmatch(host):
        return "no host"
    if host in _CITED and not ("doi.org" in host and _RELEASED.match(parts.path)):
        return "a citation"
    if host == "github.com" and not _GITHUB.fullmatch(parts.path):
        return "no name on GitHub"
    return ""
