"""The model card's figures are those of the report that training wrote."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import kg.extract
import kg.lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pytest

CARD = Path(kg.extract.__file__).with_name("MODEL.md")
REPORT: dict[str, Any] = json.loads((kg.extract.SHIPPED / "report.json").read_text("utf-8"))
_BLOCK = re.compile(
    r"^<!-- (?P<name>\w+) -->\n(?P<content>.*?)^<!-- end -->$", re.MULTILINE | re.DOTALL
)


def table(head: Iterable[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    names = list(head)
    lines: list[Iterable[object]] = [names, ["---"] * len(names), *rows]
    for row in lines:
        yield f"| {' | '.join(map(str, row))} |\n"


def scores() -> Iterator[str]:
    every = {**REPORT["scores"], **REPORT["role_scores"]}
    every.pop("methods proposed")
    rows = (
        (name, *(f"{score[figure]:.2f}" for figure in ("precision", "recall", "f1")))
        for name, score in every.items()
        if not name.startswith("themes: ")
    )
    yield from table(("", "precision", "recall", "F1"), rows)
    precision = REPORT["scores"]["themes: precision over acceptable"]["precision"]
    recall = REPORT["scores"]["themes: recall of core"]["recall"]
    yield f"| themes (acceptable ones; core ones found) | {precision:.2f} | {recall:.2f} | |\n"


def confidence() -> Iterator[str]:
    bands = zip(REPORT["bands"], REPORT["theme_bands"], strict=True)
    rows = (
        (f"{n / 10:.1f}-{(n + 1) / 10:.1f}", *_band(names), *_band(themes))
        for n, (names, themes) in enumerate(bands)
    )
    head = ("", "names", "confidence", "right", "themes", "confidence", "acceptable")
    yield from table(head, rows)
    errors = (REPORT["calibration_error"], REPORT["theme_calibration_error"])
    yield "\nExpected calibration error: names {:.3f}, themes {:.3f}.\n".format(*errors)


def _band(band: dict[str, float]) -> tuple[str, ...]:
    if not band["names"]:
        return "0", "", ""
    return f"{band['names']:,}", f"{band['confidence']:.2f}", f"{band['right']:.2f}"


BLOCKS = {"scores": scores, "confidence": confidence}


def written(block: re.Match[str]) -> str:
    return f"<!-- {block['name']} -->\n{''.join(BLOCKS[block['name']]())}<!-- end -->"


def test_card_has_the_figures_of_the_report(request: pytest.FixtureRequest) -> None:
    shown = CARD.read_text(encoding="utf-8")
    assert {block["name"] for block in _BLOCK.finditer(shown)} == BLOCKS.keys()
    true = _BLOCK.sub(written, shown)
    if request.config.getoption("--update-golden"):
        CARD.write_text(true, encoding="utf-8")
    assert true == CARD.read_text(encoding="utf-8")


def test_card_counts_what_the_folder_holds() -> None:
    card = CARD.read_text(encoding="utf-8")
    assert f"{REPORT['papers']:,} annotated titles and abstracts" in card
    for file in ("counts.tsv", "hints.tsv"):
        lines = (kg.extract.SHIPPED / "kg_themes" / file).read_text("utf-8").count("\n")
        assert f"{lines:,} topics" in card
    files = Path(kg.lexicon.__file__).parent.glob("*.tsv")
    rows = [row for file in files for row in file.read_text("utf-8").splitlines()]
    names, themes = sum(not row.startswith("#") for row in rows), len(kg.lexicon.themes())
    assert f"Lexicons of {names:,} names and a scheme of {themes:,} themes" in card
