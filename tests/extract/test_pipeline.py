import json
import shutil
import subprocess
import sys
from importlib.metadata import entry_points
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st

import kg.extract
from kg.errors import KgError, SourceError
from kg.extract import SHIPPED, Pipeline, extract
from kg.extract.factories import FACTORIES
from kg.extract.pipeline import (
    CONFIG,
    extractions,
    open_pipeline,
    pipeline_to_train,
    write_pipeline,
)
from kg.lexicon import Theme
from kg.model import Extraction, Paper
from kg.vocabulary import ROLES

GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold"
NAMES = ("method", "dataset", "task", "metric")

SAMPLE = Paper(
    "paper/x",
    "MarLin: Fast Attention for Fish Recognition",
    "Image classification of fish is slow. We propose marine linear attention (MarLin), a model "
    "that outperforms BERT, GPT-4 and Llama 3.1 8B. On ImageNet and the FishQA benchmark, MarLin "
    r"reaches 91.3\% accuracy. Code: https://github.com/ada/GPT-4.",
)
PIECES = st.sampled_from(
    (
        "LoRA", "we propose ", "Low-Rank Adaptation (LoRA)", "https://github.com/a/B-4", "ImageNet",
        "on the ", " dataset", " accuracy of 9.2%", "(", ")", ". ", "e.g.the", r"\textbf{SAM}",
        "{", "}", "\n\n", "Title Case Words ", "image classification", "<script>", "\ud800",
        "\ue000", "\u202e", "\u0130", "\ufb01", "\x00", "$x^2$", "Wikipedia",
        "graph neural networks ",
    )
)  # fmt: skip
TEXTS = st.lists(PIECES | st.text(max_size=5), max_size=25).map("".join)


def holds(paper: Paper, reading: Extraction) -> None:
    """Assert what every reading of every paper has to hold."""
    sentences = reading.sentences
    for entity in reading.entities:
        assert entity.mentions
        assert 0 < entity.confidence <= 1
        assert entity.role in ROLES[entity.kind]
        assert list(entity.mentions) == sorted(entity.mentions, key=place)
        for m in entity.mentions:
            assert paper.field(m.field)[m.start : m.end] == m.text != ""
            around = [s for s in sentences if s.field == m.field and s.start <= m.start]
            assert sum(m.end <= s.end for s in around) == 1
    named = [entity for entity in reading.entities if entity.kind in NAMES]
    assert named == sorted(named, key=lambda entity: place(entity.mentions[0]))
    taken = [(*place(m), m.end) for entity in named for m in entity.mentions]
    taken += [(link.field != "title", link.start, link.end) for link in reading.links]
    for before, after in pairwise(sorted(taken)):
        assert before[0] != after[0] or before[2] <= after[1]
    for result in reading.results:
        written = paper.field(result.field)[result.start : result.end]
        assert written.replace(",", "") == result.value


def place(mention: object) -> tuple[bool, int]:
    return getattr(mention, "field") != "title", getattr(mention, "start")  # noqa: B009


def test_sample_is_read() -> None:
    [reading] = extract([SAMPLE])
    holds(SAMPLE, reading)
    found = {(e.kind, e.name, e.role) for e in reading.entities if e.kind != "theme"}
    assert found >= {
        ("method", "MarLin", "proposed"),
        ("method", "BERT", "compared"),
        ("method", "GPT-4", "compared"),
        ("method", "Llama 3.1 8B", "compared"),
        ("dataset", "ImageNet", "used"),
        ("dataset", "FishQA", "used"),
        ("metric", "accuracy", ""),
        ("task", "Image classification", ""),
    }
    assert [(a.short, a.long) for a in reading.acronyms] == [("MarLin", "marine linear attention")]
    assert [link.url for link in reading.links] == ["https://github.com/ada/GPT-4"]
    assert [(r.value, r.metric, r.method) for r in reading.results] == [
        ("91.3", "accuracy", "MarLin")
    ]


def test_link_is_not_mined_for_names() -> None:
    [reading] = extract([SAMPLE])
    [gpt] = [entity for entity in reading.entities if entity.name == "GPT-4"]
    assert len(gpt.mentions) == 1


@settings(max_examples=150, deadline=None)
@given(title=TEXTS, abstract=TEXTS)
def test_any_text_holds(title: str, abstract: str) -> None:
    paper = Paper("paper/x", title, abstract)
    [reading] = extract([paper])
    holds(paper, reading)


@pytest.mark.parametrize(
    "abstract", ["A" * 100_000, "LoRA, " * 5_000, "(AB) " * 5_000, "a-" * 9_000]
)
def test_long_text_holds(abstract: str) -> None:
    paper = Paper("paper/x", abstract[:5_000], abstract)
    [reading] = extract([paper])
    holds(paper, reading)


@pytest.mark.parametrize("name", ["kg_classify", "kg_themes"])
def test_component_that_asks_another_needs_it_before(name: str) -> None:
    with pytest.raises(KgError, match="needs kg_candidates before"):
        FACTORIES[name](spacy.blank("en"), name)


def test_no_papers_no_readings() -> None:
    assert list(extract([])) == []


def test_paper_without_abstract() -> None:
    [reading] = extract([Paper("paper/x", "LoRA: Low-Rank Adaptation")])
    assert [(s.field, s.start, s.end) for s in reading.sentences] == [("title", 0, 25)]


def test_readings_do_not_depend_on_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg.extract, "FEW", 3)
    monkeypatch.setattr(kg.extract, "CHUNK", 2)
    papers = [Paper(f"paper/{n}", f"Net{n}X: A Model", SAMPLE.abstract) for n in range(7)]
    assert list(extract(papers, workers=2)) == list(extract(papers))


def test_config_names_every_component() -> None:
    assert set(spacy.util.load_config(CONFIG)["components"]) == set(FACTORIES)
    assert tuple(open_pipeline().pipe_names) == tuple(FACTORIES)


def test_shipped_folder_is_what_the_config_makes(tmp_path: Path) -> None:
    write_pipeline(pipeline_to_train(), tmp_path)
    written = {p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file()}
    assert written == {p.relative_to(SHIPPED) for p in SHIPPED.rglob("*") if p.is_file()} - {
        Path("report.json")
    }
    for path in written - {Path("meta.json")}:  # it tells the very build of spaCy
        assert (tmp_path / path).read_bytes() == (SHIPPED / path).read_bytes(), path


def test_components_read_a_plain_document() -> None:
    doc = spacy.load(SHIPPED)("Fast Fish\n\nWe propose MarLin, a model.")
    assert [entity.name for entity in doc._.kg_entities] == ["MarLin"]
    assert doc._.kg_sentences[0] == (0, 9)


@pytest.mark.skipif(
    not entry_points(group="spacy_factories", name="kg_links"),
    reason="the package was installed before it had entry points: pip install -e .",
)
def test_spacy_opens_the_folder_by_itself(tmp_path: Path) -> None:
    code = (
        f"import spacy, sys; nlp = spacy.load({str(SHIPPED)!r});"
        "print(nlp('Fast Fish\\n\\nWe propose MarLin, a model.')._.kg_entities[0].name);"
        "print('sklearn' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.split() == ["MarLin", "False"]


def test_pipeline_comes_back_from_disk(tmp_path: Path) -> None:
    nlp = open_pipeline(themes=[Theme("https://e.org/fish", "fish recognition")])
    nlp.to_disk(tmp_path / "all")
    write_pipeline(nlp, tmp_path / "lean")
    read = list(extractions(nlp, [SAMPLE]))
    assert "fish recognition" in {e.name for e in read[0].entities if e.kind == "theme"}
    for folder in ("all", "lean"):
        assert list(extractions(spacy.load(tmp_path / folder), [SAMPLE])) == read
    assert list(extract([SAMPLE], pipeline=Pipeline(tmp_path / "lean"))) == read
    labels = {theme.label for theme in Pipeline(tmp_path / "lean").scheme()}
    assert "fish recognition" in labels


@pytest.mark.parametrize(
    "damaged",
    [
        "config.cfg",
        "meta.json",
        "kg_candidates/phrases.tsv.gz",
        "kg_classify/names.tsv.gz",
        "kg_classify/classifier.json.gz",
        "kg_themes/counts.tsv",
        "kg_themes/hints.tsv",
        "kg_themes/model.json",
    ],
)
@pytest.mark.parametrize("content", [None, b"nothing \xff of this kind"])
def test_damaged_pipeline_is_one_line(tmp_path: Path, damaged: str, content: bytes | None) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(SHIPPED, folder)
    (folder / damaged).unlink()
    if content:
        (folder / damaged).write_bytes(content)
    with pytest.raises(SourceError, match=r"^\S+/mine[^\n]*; [^\n]*$"):
        open_pipeline(folder)


def test_missing_pipeline_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="kg train"):
        list(extract([SAMPLE], pipeline=Pipeline(tmp_path / "none")))


def test_pipeline_without_a_component_is_refused(tmp_path: Path) -> None:
    nlp = open_pipeline()
    nlp.remove_pipe("kg_results")
    write_pipeline(nlp, tmp_path)
    with pytest.raises(SourceError, match="without kg_results"):
        open_pipeline(tmp_path)


def test_spacy_is_not_imported_for_the_fingerprint() -> None:
    code = "import sys, kg.extract as x; print(x.Pipeline().fingerprint(), 'spacy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [Pipeline().fingerprint(), "False"]


def test_fingerprint_follows_the_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for folder in ("extract", "lexicon"):
        (tmp_path / folder).mkdir()
    (tmp_path / "names.py").write_text("")
    monkeypatch.setattr(kg.extract, "__file__", str(tmp_path / "extract" / "__init__.py"))
    before = Pipeline().fingerprint()
    (tmp_path / "lexicon" / "methods.tsv").write_text("LoRA\n")
    assert Pipeline().fingerprint() != before


def test_fingerprint_follows_folder_and_themes(tmp_path: Path) -> None:
    (tmp_path / "one").write_text("a")
    before = Pipeline(tmp_path).fingerprint()
    assert Pipeline(tmp_path, (Theme("a", "b"),)).fingerprint() != before
    (tmp_path / "one").write_text("b")
    assert Pipeline(tmp_path).fingerprint() != before


@pytest.mark.skipif(not GOLD.exists(), reason="needs the annotated abstracts")
@pytest.mark.parametrize("name", ["seeds-dev.jsonl", "train.jsonl"])
def test_real_papers_hold(name: str) -> None:
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    papers = [Paper(str(r["id"]), r["title"], r["abstract"]) for r in map(json.loads, lines)]
    for paper, reading in zip(papers, extract(papers), strict=True):
        holds(paper, reading)
