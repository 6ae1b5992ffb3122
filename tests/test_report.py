"""The page that one sends to a colleague: true to the graph, harmless, and the same every time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from markdown_it import MarkdownIt

import kg
from kg.errors import NotFoundError
from kg.model import Entity, Paper, PaperFacts, Resolved
from tests.toy import publish, quads
from tests.web import publish_web, said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kg.graph import Graph


@pytest.fixture(scope="module")
def web(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Graph]:
    with kg.open(publish_web(tmp_path_factory.mktemp("web"))) as opened:
        yield opened


def test_report_of_the_sample_matches_golden(
    sample: Graph, golden: Callable[[str, str], None]
) -> None:
    agent = sample.reader.agent()
    golden("report.md", sample.report(limit=4).replace(agent, "VERSION"))


def test_report_is_markdown_for_a_notebook(web: Graph) -> None:
    page = web.report()
    assert page._repr_markdown_() == page
    assert page == web.report()


def test_hostile_title_is_shown_and_does_nothing(web: Graph) -> None:
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(web.report(limit=50))
    assert "<script" not in html
    assert "\u202e" not in html


def test_report_of_one_page(web: Graph) -> None:
    page = web.report("tuesday")
    assert page.startswith("# What 2 papers say\n\n- tuesday: 2 papers\n")
    assert "Robinson" in page
    assert "Kite" not in page
    assert "- Nothing but themes was found in: Bare words." in page
    with pytest.raises(NotFoundError):
        web.report("wednesday")


def test_entry_has_code_users_and_the_sentence(web: Graph) -> None:
    assert (
        "- **Kite** — [Kite flies over birds](https://arxiv.org/abs/2401.00001); 1 other paper uses"
        " it or compares with it; code: [github.com/x/kite](https://github.com/x/kite)\n"
        "  > We propose **Kite and** test it on Pond.\n"
    ) in web.report()


def test_same_thing_in_short_and_in_full_is_told_once(tmp_path: Path) -> None:
    ours = Paper("paper/ikite", "iKite: Inverted Kites fly", "An inverted Kite, with gliding.")
    theirs = Paper("paper/owl", "An owl", "It uses an inverted Kite and gliding, as Owl.")
    short, full = (Entity(f"concept/{i[:3]}", ("method",), i) for i in ("iKite", "inverted Kite"))
    glide, owl = (Entity(f"concept/{i}", ("method",), i) for i in ("gliding", "Owl"))
    facts = (
        PaperFacts(
            ours,
            (
                said(ours, "proposes", short, "iKite"),
                said(ours, "proposes", full, "inverted Kite"),
                said(ours, "proposes", glide, "gliding"),
            ),
        ),
        PaperFacts(
            theirs,
            (
                said(theirs, "proposes", owl, "Owl"),
                said(theirs, "proposes", glide, "gliding"),
                said(theirs, "uses", full, "inverted Kite"),
                said(theirs, "uses", glide, "gliding"),
            ),
        ),
    )
    publish(tmp_path, quads(Resolved((short, full, glide, owl), facts)))
    with kg.open(tmp_path) as opened:
        page = opened.report()
    # What others know already is hardly new, and a use of the one name is a use of the other.
    entry = "- **iKite** — iKite: Inverted Kites fly; 1 other paper uses it or compares with it\n"
    assert entry in page
    assert "also new" not in page


def test_bridge_joins_themes_that_no_paper_has_both_of(sample: Graph) -> None:
    found = sample.overview(limit=50)
    assert found.bridges
    for bridge in found.bridges:
        of_one, of_other = (
            {one.node.id for one in sample.neighbourhood(side.theme.id, relations=["hasTheme"])}
            for side in (bridge.one, bridge.other)
        )
        assert of_one.isdisjoint(of_other)
        named = {one.node.id for one in sample.neighbourhood(bridge.node.id, kinds=["paper"])}
        assert len(named & of_one) >= bridge.one.papers >= 2
        assert len(named & of_other) >= bridge.other.papers >= 2


def test_counts_are_those_of_the_graph(sample: Graph) -> None:
    found = sample.overview()
    counts = sample.stats()
    assert found.papers == counts.nodes["paper"]
    assert found.totals["introduced"] == len(
        sample.query("SELECT DISTINCT ?d { ?p kg:introduces ?d }")
    )
    assert found.totals["code"] + found.missing.code == found.papers
    themes = sample.query(
        "SELECT ?t (COUNT(DISTINCT ?p) AS ?n) { ?p kg:hasTheme ?t } GROUP BY ?t"
        " ORDER BY DESC(?n) ?t"
    )
    assert [(one.node.id, str(one.papers)) for one in found.themes] == [*themes][:10]


def test_unsure_things_are_left_out(tmp_path_factory: pytest.TempPathFactory) -> None:
    output = publish_web(tmp_path_factory.mktemp("web"))
    with kg.open(output) as every, kg.open(output, min_confidence=0.91) as sure:
        assert "## New methods" in every.report()
        assert "## New methods" not in sure.report()
        assert "## Code" in sure.report()
