"""What papers say together in, a Markdown page that one would send to a colleague out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.displayed import day, numbered, shortened
from kg.markdown import link, plain, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kg.lookup.bridges import Bridge, Side
    from kg.lookup.facts import Quote
    from kg.lookup.gaps import TaskGap
    from kg.lookup.overview import Counted, Missing, New, Overview
    from kg.model import Entity, Paper

_MOST_SAID, _MOST_NAMES, _MOST_BARE = 400, 4, 10


class Report(str):
    """A page of Markdown, which shows itself in a notebook."""

    __slots__ = ()

    def _repr_markdown_(self) -> str:
        return str(self)


def report(found: Overview) -> Report:
    """Return the page: themes, new methods, data sets, bridges, and what is missing.

    Everything in it was read from the papers; a section with nothing to tell is left out.
    """
    sections = (
        _head(found),
        _themes(found),
        _methods(found),
        _datasets(found),
        _code(found),
        _bridges(found.bridges),
        _missing(found.missing, found.papers),
        _colophon(found),
    )
    return Report("\n".join(line for section in sections for line in section) + "\n")


def _head(found: Overview) -> Iterator[str]:
    yield f"# What {numbered(found.papers, 'paper')} say"
    yield ""
    for each in found.pages:
        date = f", {plain(day(each.page.date))}" if each.page.date else ""
        yield f"- {plain(each.page.name)}{date}: {numbered(each.papers, 'paper')}"


def _themes(found: Overview) -> Iterator[str]:
    if found.themes:
        yield from _section("Main themes", found.totals["themes"], len(found.themes))
        yield from _counted("theme", found.themes)


def _methods(found: Overview) -> Iterator[str]:
    if found.methods:
        yield from _section("New methods", found.totals["methods"], len(found.methods))
        yield from _entries(found.methods)


def _datasets(found: Overview) -> Iterator[str]:
    if found.datasets:
        yield from _section("Most used data sets", found.totals["datasets"], len(found.datasets))
        yield from _counted("data set", found.datasets)
    if found.introduced:
        yield from _section("New data sets", found.totals["introduced"], len(found.introduced))
        yield from _entries(found.introduced)


def _code(found: Overview) -> Iterator[str]:
    if not found.totals["code"]:
        return
    yield from ("", "## Code", "")
    besides = "; some that are not told of above:" if found.code else "."
    yield f"{numbered(found.totals['code'], 'paper')} of {found.papers} with code{besides}"
    yield from [""] * bool(found.code)
    for one in found.code:
        yield f"- {_paper(one.paper)}: {_addresses(one.code)}"


def _addresses(code: Iterable[Entity]) -> str:
    return ", ".join(link(each.name, each.url) for each in code)


def _section(title: str, total: int, shown: int) -> Iterator[str]:
    yield ""
    yield f"## {title}"
    yield ""
    if shown < total:
        yield f"The first {shown} of {total}:"
        yield ""


def _counted(what: str, rows: Iterable[Counted]) -> list[str]:
    cells = [[plain(one.node.name), str(one.papers), _paper(one.example)] for one in rows]
    return table([what, "papers", "for example"], cells)


def _entries(brought: Iterable[New]) -> Iterator[str]:
    """Yield an entry for what each paper brings, with the sentence that says so."""
    for one in brought:
        yield f"- **{plain(one.nodes[0].name)}** — {'; '.join(_told(one))}"
        # The title stands above it already.
        for quote in [each for each in one.fact.quotes if each.field != "title"][:1]:
            yield f"  > {_said(quote)}"


def _said(quote: Quote) -> str:
    """Return a sentence with its marks in bold, or cut where it is long."""
    if len(quote.text) > _MOST_SAID:
        return plain(shortened(quote.text, _MOST_SAID))
    return quote.marked_by(plain, "**", "**")


def _told(one: New) -> Iterator[str]:
    yield _paper(one.paper)
    if one.users:
        use = "uses it or compares" if one.users == 1 else "use it or compare"
        yield f"{numbered(one.users, 'other paper')} {use} with it"
    if one.code:
        yield f"code: {_addresses(one.code)}"
    if others := one.nodes[1:]:
        more = len(others) - _MOST_NAMES
        names = ", ".join(plain(node.name) for node in others[:_MOST_NAMES])
        yield f"also new: {names}" + (f" and {more} more" if more > 0 else "")


def _bridges(bridges: tuple[Bridge, ...]) -> Iterator[str]:
    if bridges:
        yield from _section("Bridges between themes", len(bridges), len(bridges))
        yield "What joins two themes that no paper here has both of:"
        yield ""
    for one in bridges:
        sides = f"{_side(one.one)} and {_side(one.other)}"
        yield f"- **{plain(one.node.name)}** joins {sides}"


def _side(side: Side) -> str:
    number = numbered(side.papers, "paper")
    return f"*{plain(side.theme.name)}* ({number}, such as {_paper(side.example)})"


def _missing(missing: Missing, papers: int) -> Iterator[str]:
    yield ""
    yield "## What is missing"
    yield ""
    for number, lacks, has in (
        (missing.code, "No code is given", "give code"),
        (missing.dataset, "No data set is named", "name a data set"),
    ):
        some = f"- {lacks} in {number} of {numbered(papers, 'paper')}."
        yield some if number else f"- All papers {has}."
    without = {
        "names a data set": [task for task in missing.tasks if not task.with_dataset],
        "gives code": [task for task in missing.tasks if not task.with_code],
    }
    for what, tasks in without.items():
        if tasks:
            yield f"- Tasks of which no paper {what}: {_tasks(tasks)}."
    if missing.bare:
        titles = "; ".join(map(_paper, missing.bare[:_MOST_BARE]))
        more = len(missing.bare) - _MOST_BARE
        end = f" and {more} more" if more > 0 else ""
        yield f"- Nothing but themes was found in: {titles}{end}."


def _tasks(tasks: Iterable[TaskGap]) -> str:
    return ", ".join(
        f"{plain(task.node.name)} ({numbered(task.papers, 'paper')})" for task in tasks
    )


def _colophon(found: Overview) -> Iterator[str]:
    yield ""
    yield (
        f"*Read from titles and abstracts by paper-kg {plain(found.agent)}, without a language "
        "model; what an abstract does not say is not here.*"
    )


def _paper(paper: Paper) -> str:
    """Return a title that leads to the paper, where there is an address for it."""
    address = paper.url
    if paper.arxiv_id:
        address = f"https://arxiv.org/abs/{paper.arxiv_id}"
    elif paper.doi:
        address = f"https://doi.org/{paper.doi}"
    return link(paper.title, address)
