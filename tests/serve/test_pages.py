"""The pages as they are sent: what is on them, where they lead, and that text stays text."""

from __future__ import annotations

import html
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

import pytest

from kg.html import Html, address, tag, unchanged
from kg.model import Entity, Paper, PaperFacts, Resolved, Statement
from kg.query import questions
from kg.serve.desk import Desk
from kg.serve.home import home
from kg.serve.limits import Limits
from kg.vocabulary import KINDS
from tests import toy
from tests.serving import serving
from tests.toy import read_at

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.serving import Server

_VOID = {"input", "link", "meta"}


class Page(HTMLParser):
    """What is on a page: its elements, its texts, its links; and that it is well formed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: list[str] = []
        self.links: list[str] = []
        self.texts: list[str] = []
        self.attributes: set[str] = set()
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())


def read(server: Server, path: str, status: int = 200) -> Page:
    answer = server.page(path)
    assert (answer.status, answer.type) == (status, "text/html")
    return Page(answer.text)


def test_the_start_page_counts_and_names(server: Server) -> None:
    page = read(server, "/")
    assert "42 papers" in page.text
    assert "repositories" in page.text
    assert "/concept/bert" in page.links
    assert any(link.startswith("/paper/") for link in page.links)


def test_a_node_is_shown_with_its_sentences(server: Server) -> None:
    page = read(server, "/concept/lora")
    assert "also: Low-Rank Adaptation" in page.text
    assert "proposed by" in page.text
    assert "/paper/arxiv-2106.09685" in page.links
    assert "/concept/lora?format=ttl" in page.links
    marked = re.findall(r"<mark>(.*?)</mark>", server.page("/concept/lora").text)
    assert {"LoRA", "Low-Rank Adaptation"} <= set(marked)
    assert {"svg", "circle", "line"} <= set(page.names)


def test_a_paper_is_shown_with_what_it_says(server: Server) -> None:
    page = read(server, "/paper/arxiv-2106.09685")
    assert "https://arxiv.org/abs/2106.09685" in page.links
    assert "keeps the weights of the Transformer frozen" in page.text
    assert "proposes" in page.text


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("lora", "/concept/lora"),
        ("low-rank adaptation", "/concept/lora"),
        ("1706.03762", "/paper/arxiv-1706.03762"),
        ("LoRAA", "/concept/lora"),
    ],
)
def test_search_finds(server: Server, text: str, first: str) -> None:
    links = read(server, f"/search?q={quote(text)}").links
    nodes = [link for link in links if re.match(r"/\w+/", link) and "/static/" not in link]
    assert first in nodes[:2]


def test_search_finds_nothing(server: Server) -> None:
    assert "Nothing is called that." in read(server, "/search?q=zzzzqqqq").text
    read(server, "/search")
    assert server.page(f"/search?q={'x' * 5000}").status == 200


def test_suggestions_are_names(server: Server) -> None:
    answer = server.send("GET", "/suggest?q=lor")
    assert (answer.status, answer.type) == (200, "application/json")
    assert '"LoRA"' in answer.text
    assert server.send("GET", "/suggest").text == "[]"


def test_a_query_is_shown_with_its_result(server: Server) -> None:
    query = "SELECT ?m ?n { ?p kg:proposes ?m . ?m skos:prefLabel ?n } ORDER BY ?n"
    answers = [
        server.page(f"/query?{urlencode({'query': query})}"),
        server.send(
            "POST",
            "/query",
            urlencode({"query": query}),
            Content_Type="application/x-www-form-urlencoded",
        ),
    ]
    for answer in answers:
        page = Page(answer.text)
        assert query in page.text
        assert "/concept/lora" in page.links
        [download] = [link for link in page.links if link.endswith("format=csv")]
        rows = server.send("GET", download).text.splitlines()
        assert f"{len(rows) - 1} rows" in page.text


def test_a_long_result_is_said_to_be_longer(server: Server) -> None:
    page = read(server, f"/query?{urlencode({'query': 'SELECT * { ?s ?p ?o }'})}")
    assert "the first 500 rows; there are more" in page.text


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("ASK { ?s a kg:Paper }", "true"),
        ("DESCRIBE kg:x", "0 rows"),
        ("ASK { FILTER (1<2) }", "true"),
    ],
)
def test_other_forms_of_query_are_shown_too(server: Server, query: str, shown: str) -> None:
    assert shown in read(server, f"/query?{urlencode({'query': query})}").text


def test_an_error_leaves_the_query_in_place(server: Server) -> None:
    query = "SELECT ?x { ?x a </textarea><script>alert(1)</script> }"
    page = read(server, f"/query?{urlencode({'query': query})}", status=400)
    assert "not a SPARQL query: " in page.text
    assert query in page.text


@pytest.mark.parametrize(
    "query", ["\n\nASK {}", "  ASK {}\t", "ASK { ?s ?p '\u202e' }", "# é 🪁\nASK {}"]
)
def test_a_query_comes_back_as_it_went_in(server: Server, query: str) -> None:
    answer = server.page(f"/query?{urlencode({'query': query})}")
    found = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", answer.text, re.DOTALL)
    assert found is not None
    assert html.unescape(found[1]) == query


@pytest.mark.parametrize("name", questions())
def test_named_questions_are_asked(server: Server, name: str) -> None:
    page = read(server, f"/query?question={name}")
    assert re.search(r"(?<!\d)[1-9]\d* rows?", page.text)
    assert f"/query?question={name}" in read(server, "/query").links


def test_parameters_are_put_in_place(server: Server) -> None:
    of_all = read(server, "/query?question=methods-on-dataset&p-dataset=")
    of_one = read(server, "/query?question=methods-on-dataset&p-dataset=ms+coco")
    assert "VALUES ?dataset { UNDEF }" in of_all.text
    assert "dataset/ms-coco> }" in of_one.text
    missing = read(server, "/query?question=methods-on-dataset&p-dataset=nowhere", status=400)
    assert "nothing is called 'nowhere'" in missing.text
    unknown = read(server, "/query?question=nothing", status=400)
    assert "no question is called 'nothing'" in unknown.text
    odd = read(server, "/query?question=themes&p-x=1", status=400)
    assert "themes has no parameter 'x'" in odd.text


def test_the_interactive_picture_has_its_own_policy(server: Server) -> None:
    answer = server.page("/picture/concept/lora")
    assert answer.status == 200
    policy = answer.headers["content-security-policy"]
    assert "script-src 'sha256-" in policy
    assert "frame-ancestors 'none'" in policy
    assert "script-src 'unsafe" not in policy


def test_every_local_link_leads_somewhere(web_server: Server) -> None:
    seen: set[str] = set()
    every = urlencode({"query": "SELECT * { GRAPH ?g { ?s ?p ?o } }"})
    todo = ["/", "/query", "/search?q=o", f"/query?{every}"]
    while todo:
        path, _, _ = todo.pop().partition("#")
        if path in seen:
            continue
        seen.add(path)
        answer = web_server.page(path)
        assert answer.status in (200, 303), path
        if answer.type == "text/html" and not path.startswith("/picture/"):
            found = Page(answer.text).links
            # Of the questions that pages propose, some have defaults of another graph.
            todo += [link for link in found if link.startswith("/") and "?question=" not in link]
    assert len(seen) > 40
    assert {f"/{web_id}" for web_id in ("concept/kite", "dataset/pond", "paper/evil")} <= seen


# ── Text is text.
SCRIPT = "<script>document.title='caught'</script>"
BREAKING = "\"'><img src=x onerror=\"document.title='caught'\">"
RIGHT_TO_LEFT = "\u202etxet desrever \u05d0\u05d1\u05d2"
LONG = "long " * 1000
NAMES = [
    SCRIPT,
    BREAKING,
    RIGHT_TO_LEFT,
    LONG,
    "</textarea></title>",
    "a\x00b\x1b[31mc",
    "${x} {{y}} %s",
]
URLS = ["javascript:alert(1)", "data:text/html,x", "//evil.example/", 'https://x.org/"><b>']


def _hostile() -> Resolved:
    entities = [
        Entity(f"concept/n{i}", ("method",), name, (f"alias {name}",))
        for i, name in enumerate(NAMES)
    ]
    entities += [
        Entity(f"repository/r{i}", ("repository",), url, url=url) for i, url in enumerate(URLS)
    ]
    paper = Paper(
        "paper/hostile",
        f"{SCRIPT} {LONG}",
        f"Here is {SCRIPT}.",
        url=URLS[0],
        authors=(SCRIPT, BREAKING),
    )
    statements = [
        Statement(paper.id, "uses", one.id, 1.0, (read_at(paper, "abstract", SCRIPT),))
        if one.kinds == ("method",)
        else Statement(paper.id, "hasCode", one.id)
        for one in entities
    ]
    return Resolved(tuple(entities), (PaperFacts(paper, tuple(statements)),), ())


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    output = tmp_path_factory.mktemp("hostile")
    toy.publish(output, toy.quads(_hostile()), papers=1)
    with serving(output) as running:
        yield running


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/paper/hostile",
        *(f"/concept/n{i}" for i in range(len(NAMES))),
        *(f"/repository/r{i}" for i in range(len(URLS))),
        *(f"/search?q={quote(name[:300])}" for name in NAMES),
        *(f"/method/{quote(name[:300])}" for name in NAMES),
        *(f"/query?question={quote(name[:300])}" for name in NAMES),
        f"/query?{urlencode({'query': 'SELECT ?x ?y { ?x skos:prefLabel|dcterms:title ?y }'})}",
        f"/query?{urlencode({'query': SCRIPT})}",
    ],
    ids=lambda path: path[:30],
)
def test_hostile_text_is_text(hostile: Server, path: str) -> None:
    answer = hostile.page(path)
    if answer.status == 303:
        answer = hostile.page(answer.headers["location"])
    page = Page(answer.text)
    # One script is the page's own.
    assert page.names.count("script") == 1
    assert "img" not in page.names
    assert not {name for name in page.attributes if name.startswith("on")}
    assert not [link for link in page.links if not re.match(r"/(?!/)|https?://", link)]
    assert not re.search("[\x00\x1b\u202e]", answer.text.partition("<textarea")[0])


def test_html_escapes_what_is_not_html() -> None:
    assert tag("b", "<i>") == "<b>&lt;i&gt;</b>"
    assert tag("b", Html("<i>")) == "<b><i></b>"
    assert tag("b", title='"<&>') == '<b title="&quot;&lt;&amp;&gt;"></b>'
    assert tag("input", value="", name="x") == '<input value="" name="x">'
    assert unchanged("\u202e<") == "\n\u202e&lt;"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:x",
        "JAVASCRIPT:x",
        " javascript:x",
        "data:x",
        "//x.org",
        "\x00https://x",
        "ftp://x",
        "\\\\x",
    ],
)
def test_addresses_that_lead_elsewhere_are_left_out(url: str) -> None:
    assert tag("a", href=url) == "<a></a>"


@pytest.mark.parametrize("path", ["a?b", "a#b", "a&b", 'a"b', "a b", "a%2fb", "é"])
def test_addresses_hold_any_path(path: str) -> None:
    assert re.fullmatch(r"/[\w%.~-]+", address(path))


def test_every_kind_has_its_colour(server: Server) -> None:
    style = server.page("/static/style.css").text
    for kind in KINDS:
        assert f"--{kind}: #" in style
        assert f".{kind} {{ --kind: var(--{kind}) }}" in style


def test_newest_papers_are_listed_where_papers_have_dates(tmp_path: Path) -> None:
    papers = (
        Paper("paper/old", "Old Bread", "We bake.", arxiv_id="1201.00001"),
        Paper("paper/new", "New Bread", "We bake.", year=2024),
        Paper("paper/ageless", "Bread", "We bake."),
    )
    facts = tuple(PaperFacts(paper, ()) for paper in papers)
    found = []
    for number, some in enumerate((facts, facts[2:])):
        toy.publish(tmp_path / str(number), toy.quads(Resolved((), some)))
        desk = Desk(tmp_path / str(number), None, Limits())
        found.append(Page(home(desk).body.decode()).text)
        desk.reader.close()
    assert found[0].endswith("newest papersNew BreadOld Bread")
    assert "newest papers" not in found[1]
