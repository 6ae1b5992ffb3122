"""Whatever a text holds, Markdown shows it and nothing else: a parser of CommonMark says so."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kg.displayed import displayed
from kg.markdown import link, plain, table

PARSER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
HOSTILE = (
    "<script>alert(1)</script>",
    "**bold** _it_ ~~gone~~ `code`",
    "[click](javascript:alert(1)) ![x](http://x/y.png)",
    "1. a list",
    "- a list",
    "# a heading",
    "> a quotation",
    "a | b\n---|---\n1 | 2",
    "&lt;b&gt; &#60; &copy;",
    "a\\*b\\",
    "```\ncode\n```",
    "---",
    "\u202egpj.exe\x1b[31m",
    "costs $1 and $2, by @somebody, see #12",
    "see http://evil.example and www.evil.example",
    "[ref]: http://evil.example",
    "+ x",
    "===",
)


def shown(markdown: str) -> tuple[str, set[str]]:
    """Return the text that a page shows, and what it is made of."""
    tokens = [
        inner for token in PARSER.parse(markdown) for inner in (token, *(token.children or ()))
    ]
    text = "".join(token.content for token in tokens if token.type == "text")
    return text, {token.type for token in tokens}


def one_line(text: str) -> str:
    return " ".join(displayed(text).split())


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("before", ["so: ", "- ", "- **x**: "])
def test_text_shows_as_it_is(text: str, before: str) -> None:
    found, kinds = shown(before + plain(text))
    assert one_line(found).endswith(one_line(text))
    plain_kinds = shown(f"{before}words")[1]
    assert kinds <= plain_kinds | {"text_special"}


@given(st.text(alphabet=st.characters(max_codepoint=0x2100), min_size=1))
def test_any_text_shows_as_it_is(text: str) -> None:
    found, kinds = shown(f"so {plain(text)}.")
    assert one_line(found) == one_line(f"so {text}.")
    assert kinds <= {"paragraph_open", "inline", "text", "paragraph_close", "text_special"}


@pytest.mark.parametrize(
    ("address", "target"),
    [
        ("https://arxiv.org/abs/1", "https://arxiv.org/abs/1"),
        ("https://x.org/a(b)c d", "https://x.org/a%28b%29c%20d"),
        ("https://x.org/a)[b](javascript:x)", "https://x.org/a%29%5Bb%5D%28javascript:x%29"),
        ("javascript:alert(1)", None),
        ("", None),
        ("//x.org", None),
        ("https://", None),
    ],
)
def test_links_lead_to_the_web_only(address: str, target: str | None) -> None:
    tokens = PARSER.parse(f"- {link('a [b] c', address)}")
    inner = [each for token in tokens for each in token.children or ()]
    links = [each.attrs["href"] for each in inner if each.type == "link_open"]
    assert links == ([target] if target else [])
    assert shown(link("a [b] c", address))[0] == "a [b] c"


def test_table_is_one() -> None:
    lines = table(["a", "b"], [[plain("1 | 2"), plain("x\ny")]])
    text, kinds = shown("\n".join(lines))
    assert "table_open" in kinds
    assert text == "ab1 | 2x y"
