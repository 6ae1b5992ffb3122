"""Texts in, HTML out: whatever is not HTML already is escaped, so that no text can be taken for it.

>>> print(tag("p", "1 < 2 & ", tag("b", "so"), class_="sum"))
<p class="sum">1 &lt; 2 &amp; <b>so</b></p>
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

from kg.displayed import displayed

if TYPE_CHECKING:
    from collections.abc import Iterable

_VOID = {"input", "link", "meta"}
_ADDRESSES = {"href", "src", "action"}
_SAFE_ADDRESS = re.compile(r"(?:https?://|/(?!/)|\?|#)", re.IGNORECASE)


class Html(str):
    """A text that is HTML already."""

    __slots__ = ()


def tag(name: str, /, *children: str | None, **attributes: str | bool | None) -> Html:
    """Return an element.

    Characters that are not seen are left out of texts. An attribute is named with a "_" at its end
    or for a "-" where Python needs that; one that is None or False is left out, and so is an
    address that leads neither here nor to the web.

    >>> tag("a", "x", href="javascript:alert(1)"), tag("input", aria_label="It's", disabled=True)
    ('<a>x</a>', '<input aria-label="It&#x27;s" disabled>')
    """
    given = "".join(_attribute(key, value) for key, value in attributes.items())
    start = f"<{name}{given}>"
    return Html(start if name in _VOID else f"{start}{joined(children)}</{name}>")


def joined(children: Iterable[str | None]) -> Html:
    """Return texts and pieces of HTML after one another."""
    return Html(
        "".join(
            child if isinstance(child, Html) else escape(displayed(child))
            for child in children
            if child is not None
        )
    )


def unchanged(text: str) -> Html:
    """Return a text with every one of its characters: for what will be sent back."""
    # A line break right after a start tag would be left out.
    return Html("\n" + escape(text))


def _attribute(key: str, value: str | bool | None) -> str:
    name = key.rstrip("_").replace("_", "-")
    if value is None or value is False:
        return ""
    if value is True:
        return f" {name}"
    if name in _ADDRESSES and not _SAFE_ADDRESS.match(value):
        return ""
    # What is in a field will be sent back: as it is.
    shown = value if name == "value" else displayed(value)
    return f' {name}="{escape(shown)}"'


def address(path: str, **parameters: str) -> str:
    """Return a local address.

    >>> address("concept/c++ é", format="ttl")
    '/concept/c%2B%2B%20%C3%A9?format=ttl'
    """
    asked = "&".join(f"{name}={quote(value, safe='')}" for name, value in parameters.items())
    return f"/{quote(path)}{'?' if asked else ''}{asked}"
