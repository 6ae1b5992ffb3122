import pytest

from kg.extract import extract
from kg.extract.theme_features import Candidate
from kg.extract.theme_model import Verdict
from kg.extract.theme_table import Topic
from kg.extract.themes import MOST, Judged, chosen, ranked
from kg.model import NamedEntity, Paper


def found(title: str, abstract: str) -> list[NamedEntity]:
    [reading] = extract([Paper("paper/x", title, abstract)])
    return [entity for entity in reading.entities if entity.kind == "theme"]


@pytest.mark.parametrize(
    ("title", "abstract", "label"),
    [
        pytest.param(
            "Better Machine Translation", "Machine translation is hard.", "machine translation",
            id="the label",
        ),
        pytest.param(
            "Training GANs at Home", "GANs are hard to train.", "generative adversarial network",
            id="an acronym in plural",
        ),
        pytest.param(
            "Fine-grained Recommender-Systems", "A recommender system for users and items.",
            "recommender system", id="with a hyphen",
        ),
    ],
)  # fmt: skip
def test_theme_is_found(title: str, abstract: str, label: str) -> None:
    assert label in [theme.name for theme in found(title, abstract)]


@pytest.mark.parametrize(
    ("title", "abstract", "label"),
    [
        pytest.param("The Gan River", "We went to the Gan river.", "generative adversarial network",
                     id="a word that is written like an acronym"),
        pytest.param("A Title", "See http://e.org/meta-learning", "meta-learning", id="in a link"),
    ],
)  # fmt: skip
def test_theme_is_not_found(title: str, abstract: str, label: str) -> None:
    assert label not in [theme.name for theme in found(title, abstract)]


@pytest.mark.parametrize("abstract", ["", "Nothing that we know.", "\u202e\x07\ud800"])
def test_no_theme_is_invented(abstract: str) -> None:
    assert found("A Title", abstract) == []


@pytest.mark.parametrize(
    ("title", "phrase"),
    [
        ("Asymmetric hydrogenation of ketones", "asymmetric hydrogenation"),
        ("Soil moisture in alpine meadows", "soil moisture"),
    ],
)
def test_field_that_no_scheme_knows_has_a_phrase_of_its_own(title: str, phrase: str) -> None:
    abstract = f"We measure {phrase} over ten years."
    assert phrase in [theme.name for theme in found(title, abstract)]


def test_every_theme_has_a_place_in_the_text() -> None:
    title, abstract = "Certified defenses", "Attacks perturb the input of robust classifiers."
    for theme in found(title, abstract):
        assert theme.mentions
        assert all(m.text.lower() in f"{title}\n{abstract}".lower() for m in theme.mentions)


def test_mentions_are_evidence() -> None:
    themes = found("On Machine Translation", "Machine translation is hard.")
    [theme] = [theme for theme in themes if theme.name == "machine translation"]
    assert [(m.field, m.text) for m in theme.mentions] == [
        ("title", "Machine Translation"),
        ("abstract", "Machine translation"),
    ]


def test_confidences_are_probabilities() -> None:
    themes = found("Federated Learning for Object Detection", "Federated learning.")
    assert {"federated learning", "object detection"} <= {theme.name for theme in themes}
    assert all(0 < theme.confidence <= 1 for theme in themes)


def topic(key: str, places: int, *, in_scheme: bool = True) -> Candidate:
    return Candidate(Topic(key, key, in_scheme, 5, 50), 1, [(n, n + 1) for n in range(places)])


def judged(worth: float, candidate: Candidate) -> Judged:
    return Judged(Verdict(worth, 0.7), candidate)


def test_at_most_six() -> None:
    assert len(chosen([judged(0.9, topic(f"topic {n}", 1)) for n in range(20)], 0.5)) == MOST


def test_one_name_counts_once() -> None:
    [kept] = ranked([judged(0.8, topic("parsing", 2)), judged(0.9, topic("parsing", 1))])
    assert kept.verdict.worth == 0.9


@pytest.mark.parametrize(
    ("candidate", "kept"),
    [
        pytest.param(topic("parsing", 1), 1, id="the worthiest that is named, if none is sure"),
        pytest.param(topic("parsing", 0), 0, id="but none that is only implied"),
        pytest.param(topic("great step", 1, in_scheme=False), 0, id="nor a phrase of the corpus"),
    ],
)
def test_unsure_ones(candidate: Candidate, kept: int) -> None:
    assert len(chosen([judged(0.1, candidate)], 0.5)) == kept
