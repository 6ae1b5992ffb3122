from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from kg.cli.training import train as command
from kg.errors import KgError
from kg.extract import classifier
from kg.extract.classify import NameJudge
from kg.train import mine, train

if TYPE_CHECKING:
    from pathlib import Path

SORTS = ("Fish", "Toad", "Newt", "Crab", "Swan", "Wolf", "Lynx", "Hare", "Mole", "Deer")


def record(sort: str) -> dict[str, Any]:
    """Return an annotated paper that proposes one method and tests it on one set."""
    return {
        "title": f"{sort}Net: Nets for Pictures",
        "abstract": f"We propose {sort}Net, a method. We test {sort}Net on the {sort}Pics dataset. "
        f"It outperforms Old{sort}Net and Bad{sort}Net.",
        "methods": [
            {"name": f"{sort}Net", "role": "proposed"},
            {"name": f"Old{sort}Net", "role": "compared"},
            {"name": f"Bad{sort}Net", "role": "compared", "optional": True},
        ],
        "datasets": [{"name": f"{sort}Pics", "role": "used"}],
        "tasks": [],
        "metrics": [],
        "links": [],
        "themes": {},
    }


ANNOTATED = [record(first + second) for first in SORTS for second in ("", "X")]


def test_too_few_papers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="4 annotated papers"):
        train(ANNOTATED[:4], tmp_path)


def test_mine_writes_the_names_of_a_corpus(tmp_path: Path) -> None:
    papers = [("A title", "We use FishNet."), ("A title", "FishNet is old."), ("FishNet", "")]
    assert mine(papers, tmp_path / "new") == 1
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["names.tsv.gz"]


def test_train_learns_what_is_annotated(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs scikit-learn")
    seen: list[tuple[str, int, int]] = []
    report = train(ANNOTATED, tmp_path, lambda *stage: seen.append(stage))
    assert report.papers == len(ANNOTATED)
    assert report.scores["methods"].f1 > 0.9
    assert report.scores["datasets"].f1 > 0.9
    assert report.role_accuracies["method"] > 0.9
    assert 0 <= report.calibration_error < 0.3
    assert sum(band.names for band in report.bands) == report.examples - len(ANNOTATED)
    assert {stage for stage, _, _ in seen} == {"reading", "training"}
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["papers"] == len(ANNOTATED)
    assert NameJudge(tmp_path)


def test_train_writes_the_same_bytes_again(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs scikit-learn")
    for folder in ("one", "other"):
        train(ANNOTATED, tmp_path / folder)
    one, other = (tmp_path / folder / classifier.FILE for folder in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()


def test_command_trains_and_reports(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs scikit-learn")
    gold, corpus = tmp_path / "gold.jsonl", tmp_path / "corpus.jsonl"
    lines = [json.dumps(each) + "\n" for each in ANNOTATED]
    gold.write_text("".join(lines), "utf-8")
    corpus.write_text("".join(lines), "utf-8")
    words = [str(gold), "--lexicon", str(corpus), "-o", str(tmp_path / "mine"), "--format", "tsv"]
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 0, result.output
    assert "methods proposed" in result.output
    assert sorted(path.name for path in (tmp_path / "mine").iterdir()) == [
        "classifier.json.gz",
        "names.tsv.gz",
        "report.json",
    ]
