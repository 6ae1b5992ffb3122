import pytest
import spacy
from spacy.language import Language

from kg.extract.terms import PhraseFinder, has_own_case, variants


@pytest.fixture(scope="module")
def nlp() -> Language:
    return spacy.blank("en")


PHRASES = [
    ("distillation", "knowledge distillation"),
    ("fine-tuning", "fine-tuning"),
    ("quality", "QuALITY"),
    ("gan", "GAN"),
    ("imagenet", "ImageNet"),
]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("Knowledge Distillation helps", {"distillation"}),
        ("fine tuning, finetuning and fine-tuning", {"fine-tuning"}),
        ("two GANs", {"gan"}),
        ("Imagenet and ImageNet", {"imagenet"}),
        ("QuALITY is a benchmark", {"quality"}),
        ("Quality matters", set()),
        ("we began", set()),
        ("distillation of knowledge", set()),
    ],
)
def test_phrases_are_found_in_their_spellings(nlp: Language, text: str, keys: set[str]) -> None:
    doc = nlp(text)
    doc._.kg_plain = text
    assert {key for key, _, _ in PhraseFinder(nlp, PHRASES)(doc)} == keys


def test_blanked_stretches_are_not_read(nlp: Language) -> None:
    doc = nlp("ImageNet and GAN")
    doc._.kg_plain = "         and GAN"
    assert [key for key, _, _ in PhraseFinder(nlp, PHRASES)(doc)] == ["gan"]


@pytest.mark.parametrize(
    ("form", "own"),
    [
        ("Adam", True),
        ("Natural Questions", True),
        ("iNaturalist", True),
        ("ridge regression", False),
        ("Bayesian optimization", False),
        ("word2vec", False),
    ],
)
def test_proper_names_have_their_own_case(form: str, own: bool) -> None:
    assert has_own_case(form) is own


@pytest.mark.parametrize(
    ("form", "plural"),
    [("policy", "policies"), ("loss", None), ("GAN", "GANs"), ("survey", None), ("tuning", None)],
)
def test_plurals(form: str, plural: str | None) -> None:
    assert list(variants(form)) == [form] + [plural] * (plural is not None)
