"""A node in, the interactive picture of what lies around it out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.lookup.names import find
from kg.serve.layout import HTML
from kg.serve.messages import Reply

if TYPE_CHECKING:
    from kg.serve.desk import Desk

_DEPTH, _MOST = 1, 150
_POLICY = re.compile('http-equiv="Content-Security-Policy" content="([^"]+)"')


def picture(desk: Desk, path: str) -> Reply:
    """Return the page of `kg.render`, with the very policy that it asks for itself."""
    # Imported here: drawing takes libraries that nothing else needs.
    from kg.render import render
    from kg.view import around

    id_ = find(desk.reader, path)
    text = render(around(desk.reader, id_, _DEPTH, _MOST), focus=id_)
    own = _POLICY.search(text)
    policy = own[1] if own else "default-src 'none'"
    headers = {"Content-Security-Policy": f"{policy}; frame-ancestors 'none'"}
    return Reply(text.encode(), HTML, headers=headers)
