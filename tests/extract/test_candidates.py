import pytest
from spacy.language import Language

from kg.extract.pipeline import open_pipeline


@pytest.fixture(scope="module")
def nlp() -> Language:
    nlp = open_pipeline()
    nlp.select_pipes(enable=nlp.pipe_names[: nlp.pipe_names.index("kg_cues")])
    return nlp


def names(nlp: Language, text: str) -> list[set[str]]:
    doc = nlp("Fish\n\n" + text)
    return [{doc.text[m.start : m.end] for m in name.mentions} for name in doc._.kg_names]


@pytest.mark.parametrize(
    ("text", "present"),
    [
        ("We use pebble-guided reinforcement learning.", {"pebble-guided reinforcement learning"}),
        ("We report clean accuracy and error.", {"clean accuracy"}),
        ("We use BERT outputs.", {"BERT"}),
        ("We run Claude Opus 4.", {"Claude Opus 4"}),
        ("We run Gemini Pro 1.5 here.", {"Gemini Pro 1.5"}),
        ("We use large graph neural networks.", {"graph neural networks"}),
        ("Sparse pebble attention (SPA) is new. We like SPA.", {"Sparse pebble attention", "SPA"}),
    ],
)
def test_longer_or_surer_name_wins(nlp: Language, text: str, present: set[str]) -> None:
    assert present in names(nlp, text)


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("We use pebble-guided reinforcement learning.", "reinforcement learning"),
        ("We report clean accuracy and error.", "accuracy"),
        ("We use BERT outputs.", "BERT outputs"),
    ],
)
def test_loser_is_no_name(nlp: Language, text: str, absent: str) -> None:
    assert all(absent not in forms for forms in names(nlp, text))


def test_no_names_in_nothing(nlp: Language) -> None:
    assert nlp("")._.kg_names == ()
