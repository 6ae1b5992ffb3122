from __future__ import annotations

import gzip
import json
import re
from base64 import b64decode
from typing import Any

import pytest

from kg.displayed import displayed, shortened
from kg.errors import NotFoundError
from kg.model import ClaimedResult, Evidence, Listing, Page, Paper, Span
from kg.network import Edge, Network, Node
from kg.render import render
from kg.render.island import MANY_PAPERS
from kg.render.looks import MANNERS, SHAPES
from kg.vocabulary import KINDS, RELATIONS
from tests.test_network import invented

TITLE = "Small Adapters for Large Models"
SENTENCE = "We show that LoRA needs few weights on the benchmark GLUE."
ABSTRACT = f"{SENTENCE} Accuracy rises by 88.5% there."
RECORD = Paper(
    "paper/1",
    TITLE,
    ABSTRACT,
    arxiv_id="2401.00001",
    doi="10.1000/x",
    year=2024,
    url="https://example.org/1",
    authors=("Ada Example",),
    venue="Toy Letters",
    listings=(Listing(Page("page/monday", "monday"), 1),),
)
PAPER = Node("paper/1", "paper", TITLE, detail=ABSTRACT, url="https://example.org/1", paper=RECORD)
OTHER = Node("paper/2", "paper", "A Second Look at Adapters")
LORA = Node("concept/lora", "method", "LoRA", ("method", "theme"), ("Low-Rank Adaptation",))
GLUE = Node("dataset/glue", "dataset", "GLUE")
EDGES = (
    Edge("paper/1", "proposes", "concept/lora", 0.97, SENTENCE, 13, 17, "paper/1"),
    Edge("paper/1", "usesDataset", "dataset/glue", 0.8, SENTENCE, 53, 57, "paper/1"),
    Edge("paper/2", "uses", "concept/lora", 0.9, "\U0001f600 With LoRA again.", 7, 11),
    Edge("paper/2", "uses", "concept/lora", 0.7, "LoRA it is.", 0, 4),
)
SPAN = Span("abstract", len(SENTENCE) + 1, len(ABSTRACT))
NUMBER = ABSTRACT.index("88.5")
CLAIM = ClaimedResult(
    "paper/1",
    "88.5",
    "%",
    "",
    "dataset/glue",
    "concept/lora",
    "gain",
    Evidence("abstract", NUMBER, NUMBER + 4, SPAN, 1.0),
)
TOY = Network((PAPER, OTHER, LORA, GLUE), EDGES, "Adapters", (CLAIM,))

HOSTILE = [
    pytest.param("<script>document.title = 'run'</script>", id="script"),
    pytest.param("</script><script>document.title = 'run'</script>", id="end of script"),
    pytest.param("<!-- <script>", id="comment"),
    pytest.param("<img src=x onerror=\"document.title = 'run'\">", id="image"),
    pytest.param("\"'`${document.title = 'run'}&amp;&#39;\\", id="quotes"),
    pytest.param("a\u2028b\u2029c", id="line separators"),
    pytest.param("\U0001f9ec \u05d0\u05d1\u05d2 \u4e2d\u6587 e\u0301", id="scripts of the world"),
    pytest.param("x" * 5000, id="one long word"),
    pytest.param("$title $$ ${style} {{ x }} {% y %}", id="templates"),
]


def unpacked(page: str, id_: str) -> dict[str, Any]:
    found = re.findall(rf'<script type="application/gzip" id="{id_}">(.*?)</script>', page)
    assert len(found) == 1
    data: dict[str, Any] = json.loads(gzip.decompress(b64decode(found[0])))
    return data


def graph_of(page: str) -> dict[str, Any]:
    """Return what the page draws: nodes, edges, regions."""
    return unpacked(page, "graph")


def texts_of(page: str) -> dict[str, Any]:
    """Return what the page shows on a click: texts, sentences, claims."""
    return unpacked(page, "texts")


def quotes_of(page: str) -> list[list[tuple[str, str]]]:
    """Return the sentences of each edge, each with the words marked in it."""
    read = texts_of(page)

    def quote(sentence: int, start: int, end: int) -> tuple[str, str]:
        row, begin, stop = read["sentences"][sentence]
        units = read["texts"][row].encode("utf-16-le")
        return (
            units[2 * begin : 2 * stop].decode("utf-16-le"),
            units[2 * start : 2 * end].decode("utf-16-le"),
        )

    return [
        [quote(*places[i : i + 3]) for i in range(0, len(places), 3)] for places in read["evidence"]
    ]


def own_part(page: str) -> str:
    """Return the page without vis-network's script, which is the longest of the scripts."""
    scripts = re.findall(r"<script>.*?</script>", page, re.DOTALL)
    return page.replace(max(scripts, key=len), "")


def test_every_kind_and_relation_has_its_look() -> None:
    assert set(SHAPES) == set(KINDS)
    drawn = [relation for _, relations in MANNERS.values() for relation in relations]
    assert sorted(drawn) == sorted(RELATIONS)


@pytest.mark.parametrize("name", [*SHAPES, *MANNERS])
def test_every_kind_and_manner_has_colours_for_light_and_dark(name: str) -> None:
    style = re.findall(r"<style>(.*?)</style>", render(TOY), re.DOTALL)[0]
    assert len(re.findall(rf"--{name}: #[0-9a-f]{{6}};", style)) == 2


def _light(colour: str) -> float:
    """Return the relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("words", ["ink", "soft", "accent", "link", "region"])
@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_words_stand_out_from_the_ground(words: str, scheme: int) -> None:
    style = re.findall(r"<style>(.*?)</style>", render(TOY), re.DOTALL)[0]
    colours = {
        name: re.findall(rf"--{name}: (#[0-9a-f]{{6}})", style)[scheme]
        for name in (words, "ground", "card")
    }
    for ground in ("ground", "card"):
        dim, bright = sorted((_light(colours[words]), _light(colours[ground])))
        assert (bright + 0.05) / (dim + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain café", "plain café"),
        ("tab\tand\nbreak", "tab\tand\nbreak"),
        ("\x00nul\x1b[31m\x7f\x85", "nul[31m"),
        ("\u202egpj.exe\u202c \u2066x\u2069 \u200f", "gpj.exe x "),
        ("half \ud83d pair", "half  pair"),
        ("family \U0001f468\u200d\U0001f469", "family \U0001f468\u200d\U0001f469"),
    ],
)
def test_displayed_strips_what_is_not_seen(text: str, seen: str) -> None:
    assert displayed(text) == seen


@pytest.mark.parametrize(
    ("text", "most", "line"),
    [
        ("short", 10, "short"),
        ("two  words\nmore", 20, "two words more"),
        ("exactly ten", 11, "exactly ten"),
        ("Adapters: a study", 12, "Adapters: a…"),
        ("Adapters: studied", 12, "Adapters…"),
        ("x" * 30, 10, "x" * 9 + "…"),
        ("", 5, ""),
    ],
)
def test_shortened_is_one_line(text: str, most: int, line: str) -> None:
    assert shortened(text, most) == line
    assert len(line) <= most


def test_render_same_network_same_bytes() -> None:
    turned = Network(TOY.nodes[::-1], TOY.edges[::-1], TOY.title, TOY.claims)
    assert render(turned, focus="paper/1") == render(TOY, focus="paper/1")


def test_render_holds_the_graph() -> None:
    graph = graph_of(render(TOY, focus="concept/lora"))
    assert graph["ids"] == sorted(node.id for node in TOY.nodes)
    assert graph["focus"] == graph["ids"].index("concept/lora") == 0
    assert graph["names"][0] == "LoRA"
    kinds = [name for name, *_ in graph["kinds"]]
    assert kinds[graph["kind"][0]] == "method"
    assert [kinds[kind] for kind in graph["others"]["0"]] == ["theme"]
    assert graph["aliases"] == {"0": ["Low-Rank Adaptation"]}
    assert len(graph["places"]) == 4
    assert [edge[3] for edge in graph["edges"]] == [97, 80, 90]


def test_render_tells_years_pages_and_what_papers_are() -> None:
    graph, read = graph_of(render(TOY)), texts_of(render(TOY))
    assert graph["pages"] == ["monday"]
    assert (graph["years"], graph["listed"]) == ({"2": 2024}, {"2": [0]})
    title, abstract, *rest = read["papers"]["2"]
    assert [read["texts"][title], read["texts"][abstract]] == [TITLE, ABSTRACT]
    assert rest == ["2401.00001", "10.1000/x", ["Ada Example"], "Toy Letters"]


def test_render_keeps_each_text_once() -> None:
    page = render(TOY)
    assert quotes_of(page) == [
        [(SENTENCE, "LoRA")],
        [(SENTENCE, "GLUE")],
        [("\U0001f600 With LoRA again.", "LoRA"), ("LoRA it is.", "LoRA")],
    ]
    assert texts_of(page)["texts"].count(ABSTRACT) == 1
    assert SENTENCE not in texts_of(page)["texts"]


def test_render_shows_claims_with_their_sentence() -> None:
    read = texts_of(render(TOY))
    [[paper, amount, metric, dataset, method, sentence, start, end]] = read["claims"]
    assert (paper, amount, metric, dataset, method) == (2, "rises by 88.5%", -1, 1, 0)
    row, _, _ = read["sentences"][sentence]
    assert read["texts"][row][start:end] == "rises by 88.5%"


def test_render_marks_the_mention_after_stripping() -> None:
    edge = Edge("paper/1", "uses", "concept/lora", 0.9, "\x00a\u202eb LoRA\x07 c", 5, 10)
    assert quotes_of(render(Network((PAPER, LORA), (edge,)))) == [[("ab LoRA c", "LoRA")]]


def test_render_marks_a_mention_in_a_stripped_abstract() -> None:
    text = "\x00First. \U0001f600 \u202eWe use LoRA. Last."
    paper = Paper("paper/9", "Nine", text)
    at, mention = text.index("\U0001f600"), text.index("LoRA")
    quote = text[at : text.index(" Last")]
    edge = Edge(
        paper.id,
        "uses",
        "concept/lora",
        0.9,
        quote,
        mention - at,
        mention - at + 4,
        paper.id,
        at=at,
    )
    node = Node(paper.id, "paper", "Nine", detail=text, paper=paper)
    page = render(Network((node, LORA), (edge,)))
    assert quotes_of(page) == [[("\U0001f600 We use LoRA.", "LoRA")]]


def test_render_opens_with_few_and_holds_all() -> None:
    graph = graph_of(render(invented(40, 60, 200), limit=30))
    assert len(graph["ids"]) == 100
    assert len(graph["places"]) == 30


def test_render_names_papers_by_what_they_alone_propose() -> None:
    kite = Node("concept/kite", "method", "Kite")
    both = Network(
        (PAPER, OTHER, LORA, kite), (*EDGES[2:], Edge("paper/1", "proposes", kite.id, 1))
    )
    graph = graph_of(render(both))
    assert graph["offers"] == {str(graph["ids"].index("paper/1")): graph["ids"].index(kite.id)}
    assert graph_of(render(TOY))["offers"] == {}


@pytest.mark.parametrize(("papers", "is_overview"), [(MANY_PAPERS, False), (MANY_PAPERS + 1, True)])
def test_render_many_papers_as_regions(papers: int, is_overview: bool) -> None:
    network = invented(papers, 300, 3 * papers)
    graph = graph_of(render(network))
    assert ("overview" in graph) == is_overview
    if is_overview:
        assert len(graph["overview"]) == len(graph["regions"]) > 1
        assert graph["places"] == {}
        assert {end for a, b, _ in graph["ties"] for end in (a, b)} <= set(
            range(len(graph["regions"]))
        )


def test_render_refuses_unknown_focus() -> None:
    with pytest.raises(NotFoundError, match="nobody"):
        render(TOY, focus="nobody")


@pytest.mark.parametrize("network", [Network((), ()), Network((PAPER,), ())])
def test_render_accepts_little(network: Network) -> None:
    assert len(graph_of(render(network))["ids"]) == len(network.nodes)


@pytest.mark.parametrize("text", HOSTILE)
def test_render_hostile_text_is_only_data(text: str) -> None:
    page = render(Network((Node("paper/1", "paper", text, detail=text), LORA), EDGES[:1], text))
    # The data, the texts and the explorer: vis-network's own is not in this part.
    assert own_part(page).count("<script") == own_part(page).count("</script") == 3
    assert graph_of(page)["names"][1] == text
    assert text in texts_of(page)["texts"]


def test_render_asks_for_nothing() -> None:
    part = own_part(render(TOY))
    references = re.findall(r"""(?:src|href)\s*=\s*["']([^"']*)|(url\(|@import)""", part)
    assert references == [("data:,", "")]
    assert "sourceMappingURL" not in render(TOY)
    assert "default-src 'none'" in part


def test_explorer_never_makes_markup_of_text() -> None:
    banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function"
    assert re.findall(banned, own_part(render(TOY))) == []


def test_render_is_not_large() -> None:
    network = invented(318, 300, 2400)
    sentence = "A sentence of usual length that says where the method was read in the abstract, {}."
    edges = [
        Edge(edge.source, edge.relation, edge.target, 0.8, sentence.format(i))
        for i, edge in enumerate(network.edges)
    ]
    nodes = [
        Node(node.id, node.kind, node.name, detail="word " * 250 if node.kind == "paper" else "")
        for node in network.nodes
    ]
    assert len(render(Network(tuple(nodes), tuple(edges))).encode()) < 2_500_000
