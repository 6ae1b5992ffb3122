"""The text of a Doc in, the released things that it points to out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from spacy.tokens import Doc

from kg.extract.addresses import addresses_in, refusal
from kg.extract.documents import text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

Doc.set_extension("kg_links", default=(), force=True)

KINDS = (
    ("project", r"\b(?:project|home|web)[\s-]?(?:web)?(?:page|site)|website|visuali[sz]ations"),
    ("list", r"\blist of|paper[\s-]?list|reading list|curated list|collection of papers|awesome"),
    ("code", r"\bcodes?\b|\bcode[\s-]?base|source code|implementation|software|scripts\b"),
    ("model", r"\bmodels?\b|checkpoint|weights\b|\bscorer\b"),
    ("data", r"\bdata\b|\bdata[\s-]?sets?\b|\bbenchmark|\bcorpus\b|\bcorpora\b"),
    ("demo", r"\bdemos?\b|\bdemonstration"),
    ("package", r"\bpackage|\blibrary\b|\bpip install|\btoolkit"),
    ("data", r"\bdownloaded\b"),
)
"""Kind → words before the link; the first kind whose words stand there wins."""

HOSTS = (
    ("data", r"huggingface\.co/datasets/|zenodo\.|m9\.figshare|/dvn/|kaggle\.com"),
    (
        "demo",
        r"huggingface\.co/spaces/|\.hf\.space|colab\.research\.google\.com|youtu\.?be|//vimeo\.com",
    ),
    ("package", r"pypi\.org|cran\.r-project\.org"),
    ("model", r"huggingface\.co/|hf\.co/"),
    ("code", r"github\.com|gitlab\.com|gitee\.com|bitbucket\.org|4open\.science"),
    ("project", r"\.github\.io|\.gitlab\.io|sites\.google\.com"),
)
"""Kind → hosts that say it where the words around the link do not."""

_WORDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in KINDS)
_KNOWN_HOSTS = tuple((kind, re.compile(pattern)) for kind, pattern in HOSTS)
_SENTENCE_END = re.compile(r"[.!?]\s+(?=[A-Z]|$)")
_WINDOW = 160


class FoundLink(NamedTuple):
    """A link and the stretch of the Doc's text that says it."""

    url: str
    kind: str
    start: int
    end: int


def links_in(text: str) -> Iterator[FoundLink]:
    """Yield the released things that a text points to, each address once, in reading order.

    What is no well-formed address, or names a paper and not a thing, is left out.

    >>> [link.url for link in links_in("Code: github.com/ada/engine.")]
    ['https://github.com/ada/engine']
    """
    seen = set()
    after = 0
    for url, start, end in addresses_in(text):
        if url not in seen and not refusal(url):
            seen.add(url)
            yield FoundLink(url, _kind(url, text[after:start]), start, end)
            after = end


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
