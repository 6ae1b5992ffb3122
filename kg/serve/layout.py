"""What stands on a page in, the page out; and the files that pages need."""

from __future__ import annotations

from importlib.resources import files

from kg.html import Html, joined, tag
from kg.nearby import sheet
from kg.vocabulary import KINDS

HTML = "text/html; charset=utf-8"


def page(title: str, *content: str | None, searched: str = "") -> bytes:
    """Return a whole page; its title is a text like any other."""
    head = joined(
        (
            tag("meta", charset="utf-8"),
            tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name="color-scheme", content="light dark"),
            tag("title", f"{title[:200]} · paper-kg" if title else "paper-kg"),
            tag("link", rel="stylesheet", href="/static/style.css"),
            tag("link", rel="icon", href="/static/icon.svg"),
            tag("script", src="/static/page.js", defer=True),
        )
    )
    body = joined((_header(searched), tag("main", *content)))
    document = tag("html", tag("head", head), tag("body", body), lang="en")
    return ("<!DOCTYPE html>\n" + document).encode("utf-8", "replace")


def _header(searched: str) -> Html:
    box = tag(
        "input",
        id="search",
        type="search",
        name="q",
        value=searched,
        placeholder="Search papers, methods, data sets …",
        aria_label="Search",
        autocomplete="off",
        list="suggestions",
        required=True,
    )
    form = tag("form", box, tag("datalist", id="suggestions"), action="/search", role="search")
    links = tag("nav", tag("a", "Query", href="/query"), tag("a", "Data", href="/.well-known/void"))
    return tag("header", tag("a", "paper-kg", href="/", class_="home"), form, links)


def static_files() -> dict[str, tuple[str, bytes]]:
    """Return the name, media type and content of every file that pages need."""
    colours = _read("render/colours.css")
    kinds = "".join(f".{kind} {{ --kind: var(--{kind}) }}\n" for kind in KINDS)
    return {
        "style.css": (
            "text/css; charset=utf-8",
            colours + kinds.encode() + _read("serve/style.css") + sheet().encode(),
        ),
        "page.js": ("text/javascript; charset=utf-8", _read("serve/page.js")),
        "icon.svg": ("image/svg+xml", _read("serve/icon.svg")),
    }


def _read(name: str) -> bytes:
    # By its path: importing kg.render would bring in all that draws pictures.
    return files("kg").joinpath(name).read_bytes()
