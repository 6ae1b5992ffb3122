import pytest

from kg.extract import extract
from kg.model import NamedEntity, Paper


def entities(abstract: str, title: str = "") -> list[NamedEntity]:
    [reading] = extract([Paper("paper/x", title, abstract)])
    return [entity for entity in reading.entities if entity.kind != "theme"]


@pytest.mark.parametrize(
    ("abstract", "name", "kind", "role"),
    [
        ("We propose MarLin, a fast model for fish.", "MarLin", "method", "proposed"),
        ("Our model is built on BERT.", "BERT", "method", "used"),
        (
            "Fish are hard to see. We propose MarLin, a model that sees them. It is small. "
            "It is trained in an hour. Our experiments show that MarLin outperforms ToadNet.",
            "ToadNet",
            "method",
            "compared",
        ),
        ("We introduce FishBench, a benchmark of fish.", "FishBench", "dataset", "introduced"),
        ("We evaluate it on the FishQA benchmark.", "FishQA", "dataset", "used"),
        ("We measure it in terms of BLEU.", "BLEU", "metric", ""),
        ("We use ridge regression.", "ridge regression", "method", "used"),
    ],
)
def test_kind_and_role(abstract: str, name: str, kind: str, role: str) -> None:
    found = {entity.name: (entity.kind, entity.role) for entity in entities(abstract)}
    assert found[name] == (kind, role)


def test_task_of_the_title_is_addressed() -> None:
    found = entities("Semantic segmentation is hard. We ease it.", "Better Semantic Segmentation")
    assert [entity.name.lower() for entity in found if entity.kind == "task"]


@pytest.mark.parametrize("abstract", ["", "We did it.", "This is what it is, as we say."])
def test_nothing_is_named(abstract: str) -> None:
    assert entities(abstract) == []


def test_short_and_long_form_are_one_entity() -> None:
    [entity] = entities("We propose fishy attention nets (FishNet). FishNet swims.")
    assert (entity.name, entity.aliases) == ("FishNet", ("fishy attention nets",))
    assert [m.text for m in entity.mentions] == ["fishy attention nets", "FishNet", "FishNet"]


def test_definition_of_the_paper_beats_the_lexicon() -> None:
    found = entities("We propose greedy aquatic navigation (GAN). GAN is a fast method.")
    [entity] = [each for each in found if "GAN" in (each.name, *each.aliases)]
    assert (entity.name, entity.aliases) == ("GAN", ("greedy aquatic navigation",))


def test_forms_of_one_lexicon_row_are_one_entity() -> None:
    found = entities("We use k-NN here. A k-nearest neighbors baseline is worse.")
    assert [entity.name for entity in found if "k-NN" in (entity.name, *entity.aliases)] == ["k-NN"]


def test_confidence_is_a_share() -> None:
    found = entities("We propose MarLin, a model, and test it on ImageNet and on CIFAR-10 in BLEU.")
    assert found
    assert all(0 < entity.confidence < 1 for entity in found)


def test_mention_tells_the_cue_that_agrees() -> None:
    found = entities("We propose MarLin, a fast model for fish.")
    [marlin] = [entity for entity in found if entity.name == "MarLin"]
    assert "; cue: " in marlin.mentions[0].rule
