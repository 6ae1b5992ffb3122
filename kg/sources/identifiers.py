"""Text in, the arXiv id, the DOI and the address of the paper it names out."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NEW = r"(?:0[7-9]|1[0-4])(?:0[1-9]|1[0-2])\.\d{4}|(?:1[5-9]|[2-9]\d)(?:0[1-9]|1[0-2])\.\d{5}"
_OLD = r"[a-z][a-z-]+(?:\.[a-z]{2})?/\d{7}"
_ARXIV = rf"(?P<arxiv>{_NEW}|{_OLD})(?:v\d+)?"
_DOI = r"(?P<doi>10\.\d{4,9}/\S*[^\s.,;:)\]}>\"'])"
_SITE = r"(?:https?://)?(?:www\.|dx\.|export\.)?"
_FLAGS = re.IGNORECASE | re.ASCII

_ARXIV_FORM = re.compile(
    rf"(?:arxiv:\s?|{_SITE}arxiv\.org/(?:abs|pdf|html)/|{_SITE}huggingface\.co/papers/)?"
    rf"{_ARXIV}(?:\.pdf)?/?",
    _FLAGS,
)
_DOI_FORM = re.compile(rf"(?:doi:\s?|{_SITE}doi\.org/)?{_DOI}[.,;]?", _FLAGS)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.{_ARXIV}", _FLAGS)
_PAGE_FORM = re.compile(
    r"https?://(?:openreview\.net/(?:forum|pdf)\?id=|aclanthology\.org/)[^\s,;|]+", _FLAGS
)
_CATEGORY = re.compile(r"\[[a-z-]+(?:\.[A-Za-z-]+)?\]")
_GLUE = re.compile(r"(?<=arxiv:|..doi:)\s+", re.IGNORECASE)
_BETWEEN = re.compile(r"[\s,;|·•]+")
_LONGEST_LINE = 500


@dataclass(frozen=True, slots=True)
class Identifiers:
    """What names one paper: arXiv id without version, DOI in lower case, address; or ""."""

    arxiv_id: str = ""
    doi: str = ""
    url: str = ""

    def __bool__(self) -> bool:
        return bool(self.arxiv_id or self.doi or self.url)

    def joined(self, other: Identifiers) -> Identifiers:
        """Return both together, this one first where both say something."""
        return Identifiers(
            self.arxiv_id or other.arxiv_id, self.doi or other.doi, self.url or other.url
        )

    def contradicts(self, other: Identifiers) -> bool:
        """Return whether the two name different papers."""
        return any(
            mine and theirs and mine != theirs
            for mine, theirs in ((self.arxiv_id, other.arxiv_id), (self.doi, other.doi))
        )


def identify(text: str) -> Identifiers:
    """Return what `text`, one identifier or address as a whole, names.

    The DOIs that arXiv gives its own papers are arXiv ids.

    >>> identify("https://arxiv.org/abs/1706.03762v2")
    Identifiers(arxiv_id='1706.03762', doi='', url='https://arxiv.org/abs/1706.03762v2')
    >>> identify("doi:10.1000/XYZ.1").doi, identify("10.48550/arXiv.1706.03762").arxiv_id
    ('10.1000/xyz.1', '1706.03762')
    >>> bool(identify("LoRA"))
    False
    """
    text = text.strip()
    url = text if text.lower().startswith(("http://", "https://")) else ""
    if found := _ARXIV_FORM.fullmatch(text):
        return Identifiers(arxiv_id=_arxiv_id(found["arxiv"]), url=url)
    if found := _DOI_FORM.fullmatch(text):
        if preprint := _ARXIV_DOI.fullmatch(found["doi"]):
            return Identifiers(arxiv_id=_arxiv_id(preprint["arxiv"]), url=url)
        return Identifiers(doi=found["doi"].lower(), url=url)
    return Identifiers(url=url if _PAGE_FORM.fullmatch(text) else "")


def _arxiv_id(written: str) -> str:
    """Return the id as arXiv writes it: the old ones without the class in ``math.GT/…``."""
    archive, slash, number = written.lower().rpartition("/")
    return archive.partition(".")[0] + slash + number


def identifiers_in(line: str) -> Identifiers:
    """Return what a line that holds nothing but identifiers names; nothing for other lines.

    >>> identifiers_in("arXiv:1706.03762v5 [cs.CL] | doi:10.1000/xyz").doi
    '10.1000/xyz'
    >>> bool(identifiers_in("We follow arXiv:1706.03762."))
    False
    """
    if len(line) > _LONGEST_LINE:
        return Identifiers()
    glued = _GLUE.sub("", f"  {_CATEGORY.sub('', line)}")
    both = Identifiers()
    for part in filter(None, _BETWEEN.split(glued)):
        one = identify(part)
        if not one or not _says_what_it_is(part) or both.contradicts(one):
            return Identifiers()
        both = both.joined(one)
    return both


def _says_what_it_is(part: str) -> bool:
    """Return whether `part` is more than a bare number that could be anything."""
    return part.lower().startswith(("arxiv", "http", "doi", "www.", "10.", "huggingface"))
