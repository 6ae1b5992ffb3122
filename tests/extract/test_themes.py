import pytest

from kg.extract import extract
from kg.extract.themes import score
from kg.model import NamedEntity, Paper


def found(title: str, abstract: str) -> list[NamedEntity]:
    [reading] = extract([Paper("paper/x", title, abstract)])
    return [entity for entity in reading.entities if entity.kind == "theme"]


def test_title_stands_first() -> None:
    labels = [t.name for t in found("On Machine Translation", "Speech recognition is different.")]
    assert labels == ["machine translation", "speech recognition"]


def test_mentions_are_evidence() -> None:
    [theme] = found("On Machine Translation", "Machine translation is hard.")
    assert [(m.field, m.text) for m in theme.mentions] == [
        ("title", "Machine Translation"),
        ("abstract", "Machine translation"),
    ]


def test_at_most_six() -> None:
    title = (
        "Machine translation, speech recognition, object detection, federated learning, "
        "meta-learning, active learning, graph neural networks, and image captioning"
    )
    assert len(found(title, "")) == 6


@pytest.mark.parametrize(
    "abstract", ["", "Nothing that we know.", "See http://e.org/meta-learning"]
)
def test_no_theme_is_invented(abstract: str) -> None:
    assert found("A Title", abstract) == []


@pytest.mark.parametrize(
    ("weightier", "lighter"),
    [
        (((0, 5),), ((20, 25),)),
        (((20, 25), (80, 85)), ((20, 25),)),
        (((20, 25),), ((80, 85),)),
    ],
    ids=["in the title", "twice", "early"],
)
def test_score(
    weightier: tuple[tuple[int, int], ...], lighter: tuple[tuple[int, int], ...]
) -> None:
    assert score(weightier, 10, 100) > score(lighter, 10, 100)
