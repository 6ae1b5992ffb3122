from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
import spacy
from click.testing import CliRunner

from kg.build import build
from kg.cli.training import train as command
from kg.errors import ExportError, KgError
from kg.extract import SHIPPED, Pipeline
from kg.lexicon.mined import MinedTable
from kg.train import train

if TYPE_CHECKING:
    from pathlib import Path

    from kg.train import TrainingReport

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
THEMED = [
    {**each, "themes": {"core": ["object detection"] if n % 2 else ["question answering"]},
     "abstract": each["abstract"] + f" It is for {'object detection' if n % 2 else 'hares'}."}
    for n, each in enumerate(ANNOTATED)
]  # fmt: skip


def test_too_few_papers_are_refused(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="4 annotated papers"):
        train(ANNOTATED[:4], tmp_path)


def test_paper_that_stands_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(KgError, match="'FishNet: Nets for Pictures' is annotated 2 times"):
        train([*ANNOTATED, ANNOTATED[0]], tmp_path)


def test_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear heron")
    with pytest.raises(ExportError, match="holds something else"):
        train(ANNOTATED, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, TrainingReport, set[str]]:
    """A folder that was trained on a corpus too, its report, and the stages that were told."""
    pytest.importorskip("sklearn", reason="training needs scikit-learn")
    pytest.importorskip("gensim", reason="mining a corpus needs gensim")
    folder = tmp_path_factory.mktemp("trained") / "mine"
    stages: set[str] = set()
    report = train(THEMED, folder, lambda: CORPUS, progress=lambda name, *_: stages.add(name))
    return folder, report, stages


CORPUS = [("Herons", "We use FishNet on the FishPics dataset.")] * 100


def test_train_learns_what_is_annotated(
    trained: tuple[Path, TrainingReport, set[str]],
) -> None:
    folder, report, stages = trained
    assert report.papers == len(ANNOTATED)
    assert report.scores["methods"].f1 > 0.9
    assert report.scores["datasets"].f1 > 0.9
    assert report.role_scores["methods: proposed"].f1 > 0.9
    assert report.role_accuracies["method"] > 0.9
    assert report.themes_trained
    assert 0 <= report.calibration_error < 0.3
    assert stages == {"names", "phrases", "words", "themes", "reading", "training"}
    assert json.loads((folder / "report.json").read_text("utf-8"))["papers"] == len(ANNOTATED)


def test_trained_folder_reads_papers(trained: tuple[Path, TrainingReport, set[str]]) -> None:
    folder, _, _ = trained
    assert MinedTable.read(folder / "kg_classify" / "names.tsv.gz").get("fishnet")
    doc = spacy.load(folder)("CatNet: Nets for Pictures\n\nWe propose CatNet, a method.")
    assert [(each.name, each.role) for each in doc._.kg_entities] == [("CatNet", "proposed")]


def test_train_writes_the_same_bytes_again(
    trained: tuple[Path, TrainingReport, set[str]], tmp_path: Path
) -> None:
    train(THEMED, tmp_path, lambda: CORPUS)
    files = sorted(path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file())
    assert len(files) == 10
    for path in files:
        assert (tmp_path / path).read_bytes() == (trained[0] / path).read_bytes(), path


def test_command_trains_and_reports(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="training needs scikit-learn")
    half = len(ANNOTATED) // 2
    files = [tmp_path / "one.jsonl", tmp_path / "other.jsonl"]
    for file, records in zip(files, (ANNOTATED[:half], ANNOTATED[half:]), strict=True):
        file.write_text("".join(json.dumps(each) + "\n" for each in records), "utf-8")
    folder = tmp_path / "mine"
    words = [*map(str, files), "-o", str(folder), "--format", "tsv"]
    result = CliRunner().invoke(command, words)
    assert result.exit_code == 0, result.output
    assert "methods: proposed" in result.output
    assert "no paper is annotated with themes" in result.output
    parts = ("kg_candidates", "kg_themes/model.json")
    for part in parts:
        for path in (SHIPPED / part).rglob("*"):
            assert path.read_bytes() == (folder / path.relative_to(SHIPPED)).read_bytes()
    page = tmp_path / "page.txt"
    page.write_text(f"{ANNOTATED[0]['title']}\n\n{ANNOTATED[0]['abstract']}\n", "utf-8")
    output = tmp_path / "output"
    one, other = build([page], output), build([page], output, pipeline=Pipeline(folder))
    assert one.version.digest != other.version.digest
    assert (other.extracted, other.changed) == (1, True)
