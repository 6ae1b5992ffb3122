"""SSSOM: the graph's aliases out, a user's mappings in, and both are the same."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

import pytest

import kg
from kg.build import build
from kg.errors import AliasError
from kg.export import export
from kg.model import Entity, Resolved
from kg.resolve import Rule, read_aliases
from tests import toy

if TYPE_CHECKING:
    from pathlib import Path

    from kg.graph import Graph

COLUMNS = "subject_label\tpredicate_modifier\tpredicate_id\tobject_label\tsubject_category\n"
SLOTS = {
    *("subject_id", "subject_label", "subject_category", "predicate_id", "object_label"),
    "mapping_justification",
}
METADATA = {"curie_map", "license", "mapping_set_id", "mapping_set_title", "mapping_tool"} | {
    "mapping_tool_version",
    "object_type",
}

READ = [
    pytest.param("LoRA\t\tskos:exactMatch\tLow-Rank Adaptation\tmethod", ("same",), id="same"),
    pytest.param("LoRA\tNot\tskos:exactMatch\tQLoRA\tmethod", ("not-same",), id="not the same"),
    pytest.param("LoRA\t\towl:sameAs\tadapter\tmethod", ("same",), id="another sameness"),
    pytest.param("LoRA\t\tskos:closeMatch\tadapter\tmethod", (), id="close only"),
    pytest.param("LoRA\tNot\tskos:broadMatch\tadapter\tgadget", (), id="something else"),
    pytest.param("A1\t\tskos:exactMatch\tB1", ("same",) * 3, id="of any kind"),
    pytest.param("A1\t\tskos:exactMatch\tB1\tdataset\tand\tmore", ("same",), id="too many cells"),
    pytest.param('"A ""1"""\t\tskos:exactMatch\t"B\t1"\tmetric', ("same",), id="quoted"),
]
REFUSED = [
    pytest.param("A1\t\tskos:exactMatch\tB1\tbiolink:Gene", "is no kind; write one of", id="kind"),
    pytest.param("A1\t\tskos:exactMatch\t\tmethod", "a label is missing", id="label"),
    pytest.param("A1\tNo\tskos:exactMatch\tB1\tmethod", "write Not or nothing", id="modifier"),
    pytest.param("A1\t\tskos:exactMatch\t***\tmethod", "neither letter nor digit", id="signs"),
    pytest.param("GAN\tNot\tskos:exactMatch\tGANs\ttask", "cannot be kept apart", id="apart"),
]


def written(folder: Path, text: str) -> Path:
    path = folder / "names.sssom.tsv"
    path.write_text(text, encoding="utf-8", newline="")
    return path


def rows(path: Path) -> list[dict[str, str]]:
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    return list(
        csv.DictReader((line for line in lines if line[0] != "#"), delimiter="\t", strict=True)
    )


@pytest.mark.parametrize(("row", "verdicts"), READ)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_mappings_are_rules(tmp_path: Path, row: str, verdicts: tuple[str, ...], end: str) -> None:
    text = f"#license: x\n#comment: y\n{COLUMNS}{row}\n".replace("\n", end)
    assert tuple(rule.verdict for rule in read_aliases(written(tmp_path, text))) == verdicts


def test_labels_kinds_and_order_are_those_of_the_file(tmp_path: Path) -> None:
    text = f'{COLUMNS}"A ""1"""\t\tskos:exactMatch\tB 1\tdataset\nLoRA\t\towl:sameAs\tLR\ttask\n'
    assert read_aliases(written(tmp_path, text)) == (
        Rule("same", "dataset", ('A "1"', "B 1")),
        Rule("same", "task", ("LoRA", "LR")),
    )


@pytest.mark.parametrize(("row", "problem"), REFUSED)
def test_wrong_mappings_are_told_with_their_line(tmp_path: Path, row: str, problem: str) -> None:
    text = f"#license: x\n{COLUMNS}LoRA\t\tskos:exactMatch\tLR\tmethod\n{row}\n"
    with pytest.raises(AliasError) as caught:
        read_aliases(written(tmp_path, text))
    assert caught.value.line == 4
    assert problem in caught.value.problem


@pytest.mark.parametrize("text", ["", "#only: comments\n", "subject_id\tobject_id\n", "same\tx"])
def test_a_file_without_labels_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(AliasError, match="there is no column subject_label"):
        read_aliases(written(tmp_path, text))


def test_the_aliases_of_a_graph_are_a_set_of_mappings(tmp_path: Path) -> None:
    with toy.published(tmp_path) as reader:
        [path] = export(reader, tmp_path / "graph.sssom.tsv")
    lines = path.read_text(encoding="utf-8").splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    assert {line.partition(":")[0] for line in head if line[0] != " "} == METADATA
    prefixes = {line.partition(":")[0].strip() for line in head if line[0] == " "}
    found = rows(path)
    assert set(found[0]) == SLOTS
    for row in found:
        assert all(row.values())
        for slot in ("subject_id", "predicate_id", "mapping_justification"):
            assert row[slot].partition(":")[0] in prefixes
    assert [(row["subject_label"], row["object_label"]) for row in found] == [
        ("distillation", "KD"),
        ("Pond", "Pond & Lake"),
    ]
    assert found[0]["subject_id"] == f"paperkg:{toy.DISTILLATION.id}"
    assert found[0]["subject_category"] == "theme"


def test_what_one_paper_calls_it_is_no_exact_match(tmp_path: Path) -> None:
    entity = Entity("concept/x", ("method",), "X net", ("x-net", "XN"), local_names=("net",))
    with toy.published(tmp_path, toy.quads(Resolved((entity,), ()))) as reader:
        [path] = export(reader, tmp_path / "graph.sssom.tsv")
    assert {
        row["object_label"]: (row["predicate_id"], row["mapping_justification"])
        for row in rows(path)
    } == {
        "x-net": ("skos:exactMatch", "semapv:LexicalMatching"),
        "XN": ("skos:exactMatch", "semapv:UnspecifiedMatching"),
        "net": ("skos:closeMatch", "semapv:UnspecifiedMatching"),
    }
    assert {rule.names[1] for rule in read_aliases(path)} == {"x-net", "XN"}


def test_a_name_of_two_things_is_no_exact_match(tmp_path: Path) -> None:
    learning = Entity("concept/continual-learning", ("theme",), "continual learning", ("CL",))
    loss = Entity("concept/contrastive-loss", ("method",), "contrastive loss", ("CL",))
    other = Entity("dataset/cl", ("dataset",), "Corpus Ludi", ("C.L.",))
    with toy.published(tmp_path, toy.quads(Resolved((learning, loss, other), ()))) as reader:
        [path] = export(reader, tmp_path / "graph.sssom.tsv")
    assert {(row["subject_label"], row["predicate_id"]) for row in rows(path)} == {
        ("continual learning", "skos:closeMatch"),
        ("contrastive loss", "skos:closeMatch"),
        ("Corpus Ludi", "skos:exactMatch"),
    }


def test_a_graph_built_with_its_own_aliases_is_the_same(sample: Graph, tmp_path: Path) -> None:
    from kg.sample import PAGES

    [path] = export(sample.reader, tmp_path / "first.sssom.tsv")
    assert len(rows(path)) > 50
    build(PAGES, tmp_path / "output", aliases=path)
    with kg.open(tmp_path / "output") as again:
        [other] = export(again.reader, tmp_path / "again.sssom.tsv")
    assert other.read_bytes() == path.read_bytes()
