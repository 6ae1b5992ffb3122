import pytest

from kg.extract import extract
from kg.extract.classify import decide, pooled
from kg.extract.cues import Evidence
from kg.model import NamedEntity, Paper


def entities(abstract: str, title: str = "") -> list[NamedEntity]:
    [reading] = extract([Paper("paper/x", title, abstract)])
    return [entity for entity in reading.entities if entity.kind != "theme"]


@pytest.mark.parametrize(
    ("abstract", "name", "kind", "role"),
    [
        ("We propose MarLin, a fast model for fish.", "MarLin", "method", "proposed"),
        ("Our model is built on BERT.", "BERT", "method", "used"),
        ("It clearly outperforms BERT.", "BERT", "method", "compared"),
        ("We introduce FishBench, a benchmark of fish.", "FishBench", "dataset", "introduced"),
        ("We evaluate it on the FishQA benchmark.", "FishQA", "dataset", "used"),
        ("We measure it in terms of BLEU.", "BLEU", "metric", ""),
        ("We improve semantic segmentation.", "semantic segmentation", "task", ""),
        ("We use ridge regression.", "ridge regression", "method", "used"),
    ],
)
def test_kind_and_role(abstract: str, name: str, kind: str, role: str) -> None:
    found = {entity.name: (entity.kind, entity.role) for entity in entities(abstract)}
    assert found[name] == (kind, role)


@pytest.mark.parametrize(
    "abstract",
    [
        "We train on two A100 GPUs.",
        "Natural language processing (NLP) is a field.",
        "",
        "We did it.",
    ],
)
def test_nothing_is_named(abstract: str) -> None:
    assert not {e.name for e in entities(abstract)} & {"A100", "NLP", "GPU"}


def test_short_and_long_form_are_one_entity() -> None:
    [entity] = entities("We propose fishy attention nets (FishNet). FishNet swims.")
    assert (entity.name, entity.aliases) == ("FishNet", ("fishy attention nets",))
    assert [m.text for m in entity.mentions] == ["fishy attention nets", "FishNet", "FishNet"]


def test_definition_of_the_paper_beats_the_lexicon() -> None:
    [entity] = entities("We propose greedy aquatic navigation (GAN). GAN is fast.")
    assert entity.name == "GAN"
    assert entity.aliases == ("greedy aquatic navigation",)


def test_forms_of_one_lexicon_row_are_one_entity() -> None:
    found = entities("We use k-NN here. A k-nearest neighbors baseline is worse.")
    assert [entity.name for entity in found if "k-NN" in (entity.name, *entity.aliases)] == ["k-NN"]


def test_name_without_evidence_is_nothing() -> None:
    assert decide([]) == ("", "", 0.0)


def test_two_kinds_of_evidence_are_surer_than_one() -> None:
    lexicon = Evidence("lexicon", "method", "", 0.7)
    cue = Evidence("use N", "method", "used", 0.6)
    assert decide([lexicon, cue])[2] > decide([lexicon])[2]
    assert decide([cue, cue]) == decide([cue])


def test_rival_kind_makes_less_sure() -> None:
    method, dataset = Evidence("a", "method", "", 0.8), Evidence("b", "dataset", "", 0.4)
    assert decide([method, dataset]) == ("method", "used", 0.64)


@pytest.mark.parametrize(("kind", "role"), [("dataset", "introduced"), ("method", "proposed")])
def test_roles_are_those_of_the_kind(kind: str, role: str) -> None:
    strong = Evidence("a", kind, "", 0.9)
    assert decide([strong, Evidence("b", "method", "proposed", 0.5)])[:2] == (kind, role)


def test_nothing_pooled_is_nothing() -> None:
    assert pooled([]) == 0
