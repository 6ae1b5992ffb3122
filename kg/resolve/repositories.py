"""Links in, the released things they point to out."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from kg.model import Entity

if TYPE_CHECKING:
    from kg.model import Link

# A percent sign that is no part of an escape breaks an IRI: "https://x.org/100%".
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_CASELESS_HOSTS = {"github.com", "gitlab.com", "huggingface.co", "bitbucket.org"}


def repository_id(url: str) -> str:
    """Return the id of what a URL points to: host and path, without scheme or fragment.

    >>> repository_id("https://www.github.com/NVIDIA/Megatron-LM#retro")
    'repository/github.com/nvidia/megatron-lm'
    """
    address = _address(url)
    host = address.partition("/")[0]
    path = address.lower().removesuffix(".git") if host in _CASELESS_HOSTS else address
    return "repository/" + quote(path, safe="/:~._-%=&,;@!'()*+$")


def _address(url: str) -> str:
    parts = urlsplit(_STRAY_PERCENT.sub("%25", url))
    host = (parts.netloc or "").lower().removeprefix("www.")
    query = f"?{parts.query}" if parts.query else ""
    return host + parts.path.rstrip("/").removesuffix(".git") + query


class Repositories:
    """The things that all papers' links point to, one for each address."""

    def __init__(self) -> None:
        self._urls: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def place(self, link: Link) -> None:
        """Count one link towards what it points to."""
        url = _STRAY_PERCENT.sub("%25", link.url.partition("#")[0])
        self._urls[repository_id(url)][url] += 1

    def entities(self) -> tuple[Entity, ...]:
        """Return one entity for each address, named by it, with its most used URL."""
        return tuple(_repository(id_, urls) for id_, urls in sorted(self._urls.items()))


def _repository(id_: str, urls: Counter[str]) -> Entity:
    url = min(urls, key=lambda url: (-urls[url], not url.startswith("https:"), url))
    name = _address(url)
    owner_and_name = name.partition("/")[2]
    return Entity(id_, ("repository",), name, (owner_and_name,) if owner_and_name else (), url)
