"""The text of a Doc in, the released things that it points to out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from spacy.tokens import Doc

from kg.extract.documents import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Doc.set_extension("kg_links", default=(), force=True)

# What a URL may hold in running text; LaTeX escapes some of it with a backslash.
_BODY = r"(?:(?!https?://)[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]|\\[_%#&~])"
# Hosts whose address is understood without a scheme.
_BARE = (
    r"(?:(?:www\.)?(?:github|gitlab|kaggle)\.\s?com|huggingface\.co|hf\.co|bitbucket\.org"
    r"|osf\.io|zenodo\.org|pypi\.org|anonymous\.4open\.science)/"
    r"|[\w-]+\.(?:github|gitlab)\.io\b|www\.[\w-]+\.\w"
)
_URL = re.compile(
    # A page that broke the line after the host leaves blanks: "github. com/ user/ name".
    rf"(?:https?\s?:\s?//\s?)?(?<![\w@.-])(?:www\.)?git(?:hub|lab)\.\s?com\s?/"
    rf"(?:\s[\w.-]+/\s?|[\w.-]+/)[\w-]{_BODY}*"
    rf"|https?\s?:\s?//\s?{_BODY}+"
    rf"|(?<![\w@./-])(?={_BARE}){_BODY}+",
    re.ASCII | re.IGNORECASE,
)
# Every address has one of these in it, in any case; most texts have none.
_SIGNS = ("//", "github", "gitlab", "www.", "kaggle.", ".co/", "bitbucket.org", "osf.io",
          "zenodo.org", "pypi.org", "4open.science")  # fmt: skip
_NAME_SPACE = re.compile(r"xmlns(?::\w+)?=[\"']$")
_TAIL = re.compile(r"[.,;:!?'*&\\]+$")
# A sentence that begins right after the address, without a blank.
_GLUED = re.compile(r"(?<=[\w/])\.(?:The|Our|We|This|In|Code|Project|It|To|All)(?:[^a-z/].*)?$")
_HOST = re.compile(r"[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}")

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

KINDS = (
    ("project", r"\b(?:project|home|web)[\s-]?(?:web)?(?:page|site)|website|visuali[sz]ations"),
    ("list", r"\blist of|paper[\s-]?list|reading list|curated list|collection of papers|awesome"),
    ("code", r"\bcodes?\b|\bcode[\s-]?base|source code|implementation|software|scripts\b"),
    ("model", r"\bmodels?\b|checkpoint|weights\b|\bscorer\b"),
    ("data", r"\bdata\b|\bdata[\s-]?sets?\b|\bbenchmark|\bcorpus\b|\bcorpora\b|downloaded"),
    ("demo", r"\bdemos?\b|\bdemonstration"),
    ("package", r"\bpackage|\blibrary\b|\bpip install|\btoolkit"),
)
"""Kind → words before the link; the first kind whose words stand there wins."""

HOSTS = (
    ("data", r"huggingface\.co/datasets/|zenodo\.org|kaggle\.com"),
    ("demo", r"huggingface\.co/spaces/|colab\.research\.google\.com|youtu\.?be"),
    ("package", r"pypi\.org|cran\.r-project\.org"),
    ("model", r"huggingface\.co/|hf\.co/"),
    ("code", r"github\.com|gitlab\.com|bitbucket\.org|4open\.science"),
    ("project", r"\.github\.io|\.gitlab\.io|sites\.google\.com"),
)
"""Kind → hosts that say it where the words around the link do not."""

_WORDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in KINDS)
_KNOWN_HOSTS = tuple((kind, re.compile(pattern)) for kind, pattern in HOSTS)
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z])")
_WINDOW = 160


class FoundLink(NamedTuple):
    """A link and the stretch of the Doc's text that says it."""

    url: str
    kind: str
    start: int
    end: int


def links_in(text: str) -> Iterator[FoundLink]:
    """Yield the released things that a text points to, each address once, in reading order.

    Addresses are repaired where a page broke them and cut where running text begins. What is
    then no well-formed address, or names a paper and not a thing, is left out.

    >>> [link.url for link in links_in("Code: github.com/ada/engine.")]
    ['https://github.com/ada/engine']
    """
    lower = text.lower()
    if not any(sign in lower for sign in _SIGNS):
        return
    seen = set()
    after = 0
    for match in _URL.finditer(text):
        raw = _trimmed(match[0])
        url = _clean(raw)
        if (
            url
            and url not in seen
            and not _NAME_SPACE.search(text[max(0, match.start() - 40) : match.start()])
        ):
            seen.add(url)
            end = match.start() + len(raw)
            yield FoundLink(url, _kind(url, text[after : match.start()]), match.start(), end)
            after = end


def _trimmed(raw: str) -> str:
    """Return what was found without the punctuation of the sentence around it."""
    raw = _GLUED.sub("", raw)
    while True:
        shorter = _TAIL.sub("", raw)
        if shorter.count(")") > shorter.count("("):
            shorter = shorter[: shorter.rindex(")")]
        if shorter == raw:
            return raw
        raw = shorter


def _clean(raw: str) -> str:
    """Return the address itself, or "" if there is none."""
    bare = re.sub(r"\s|\\(?=[_%#&~])", "", raw)
    url = bare if re.match(r"https?://", bare, re.IGNORECASE) else "https://" + bare
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if not _HOST.fullmatch(host) or host in _CITED:
        return ""
    return f"{parts.scheme}://{parts.netloc.lower()}{url.split(parts.netloc, 1)[1]}"


def _kind(url: str, before: str) -> str:
    """Return the kind of a link by the words of its sentence before it, else by its host."""
    words = _SENTENCE_END.split(before[-_WINDOW:])[-1]
    for kind, pattern in _WORDS:
        if pattern.search(words):
            return kind
    return next((kind for kind, pattern in _KNOWN_HOSTS if pattern.search(url)), "other")


def read_links(doc: Doc) -> Doc:
    """Set ``kg_links``, the links of the text."""
    doc._.kg_links = tuple(links_in(text_of(doc)))
    return doc
