from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode
from rdflib import URIRef

from kg.names import entity_key, slug, title_key
from kg.vocabulary import BASE

TRICKY = (
    st.text(st.sampled_from("aAsSxXeiuh019 -_/.+&'\u2011\u00a0\u200b\u0130\u00dfé\n<>#%"))
    | st.text()
)

MEET = [
    pytest.param("graph neural network", "Graph Neural Networks", id="plural"),
    pytest.param("Gaussian process", "gaussian processes", id="plural in -sses"),
    pytest.param("inductive bias", "inductive biases", id="plural in -iases"),
    pytest.param("mesh", "meshes", id="plural in -shes"),
    pytest.param("suffix", "suffixes", id="plural in -xes"),
    pytest.param("image patch", "image patches", id="plural in -tches"),
    pytest.param("beam search", "beam searches", id="plural in -rches"),
    pytest.param("response cache", "response caches", id="singular in -che"),
    pytest.param("policy", "policies", id="plural in -ies"),
    pytest.param("LLM", "LLMs", id="plural of an acronym"),
    pytest.param("GRU", "GRUs", id="plural of an acronym in -U"),
    pytest.param("ReLU", "ReLUs", id="plural of a mixed acronym in -U"),
    pytest.param("API", "APIs", id="plural of an acronym in -I"),
    pytest.param("normalization", "normalisation", id="British -isation"),
    pytest.param("nearest neighbor", "Nearest Neighbours", id="British -our"),
    pytest.param("pre-training", "pretraining", id="hyphen or nothing"),
    pytest.param("fine-tuning", "fine tuning", id="hyphen or blank"),
    pytest.param("fine-tuning", "fine\u2011tuning", id="hyphen that does not break"),
    pytest.param("fine-tuning", "fine\ntuning", id="line break"),
    pytest.param("image/text retrieval", "image-text retrieval", id="slash"),
    pytest.param("CIFAR-10", "CIFAR10", id="hyphen before digits"),
    pytest.param("CIFAR-10", "Cifar 10", id="blank before digits"),
    pytest.param("Fréchet distance", "Frechet Distance", id="accent"),
    pytest.param("R²", "R2", id="superscript"),
    pytest.param("ﬁne-tuning", "fine-tuning", id="ligature"),
    pytest.param("Wide & Deep", "Wide Deep", id="ampersand"),
    pytest.param("zero\u200bshot", "zero-shot", id="zero-width space"),
]

APART = [
    pytest.param("ImageNet-1K", "ImageNet-21K", id="digits"),
    pytest.param("GPT-3", "GPT-3.5", id="a version after a dot"),
    pytest.param("LLaMA", "LLaMA-2", id="a version"),
    pytest.param("k-means", "k-means++", id="plus signs"),
    pytest.param("recall", "precision", id="different words"),
    pytest.param("BERT", "RoBERTa", id="a name within a name"),
    pytest.param("LoRA", "QLoRA", id="one letter more"),
]

SLUGS = [
    ("Graph Neural Networks", "graph-neural-network"),
    ("Time Series", "time-series"),
    ("multi-armed bandits", "multi-armed-bandit"),
    ("statistics", "statistics"),
    ("loss", "loss"),
    ("losses", "loss"),
    ("corpus", "corpus"),
    ("synthesis", "synthesis"),
    ("GPT-3.5", "gpt3.5"),
    ("ImageNet-1K", "imagenet1k"),
    ("C++", "c++"),
    ("Wide & Deep", "wide-deep"),
    ("  LoRA.  ", "lora"),
    ("- LoRA -", "lora"),
    ("<script>alert(1)</script>", "scriptalert1script"),
    ("注意力", "注意力"),
    ("..s", "s"),
    ("s", "s"),
    ("", ""),
    ("***", ""),
    (" -./ ", ""),
    ("++", ""),
    ("\u202e\u200f", ""),
]

TITLES = [
    ("BERT:  Pre-training of Transformers.", "bert-pre-training-of-transformers"),
    ("Bert - pre-training of transformers", "bert-pre-training-of-transformers"),
    ("Is $x_1$ enough?", "is-x-1-enough"),
    ("Naïve Baselines", "naive-baselines"),
    ("???", ""),
    ("", ""),
]


@pytest.mark.parametrize(("one", "other"), MEET)
def test_spellings_of_one_name_meet(one: str, other: str) -> None:
    assert entity_key(one) == entity_key(other) != ""


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_names_stay_apart(one: str, other: str) -> None:
    assert entity_key(one) != entity_key(other)


@pytest.mark.parametrize(("name", "expected"), SLUGS)
def test_slug_is_readable(name: str, expected: str) -> None:
    assert slug(name) == expected


@pytest.mark.parametrize(("title", "expected"), TITLES)
def test_title_key(title: str, expected: str) -> None:
    assert title_key(title) == expected


@pytest.mark.parametrize(
    "name", ["caches", "SRSs", "xs ..s", "classes", "a..b", "c++s", "xs.s", "xses"]
)
def test_key_survives_the_slug_of_plurals_and_dots(name: str) -> None:
    assert entity_key(slug(name)) == entity_key(name)


@settings(deadline=None, max_examples=400)
@given(TRICKY)
def test_key_survives_the_slug(name: str) -> None:
    assert entity_key(slug(name)) == entity_key(name)


@settings(deadline=None)
@given(TRICKY)
def test_title_key_survives_itself(title: str) -> None:
    assert title_key(title_key(title)) == title_key(title)


@settings(deadline=None, max_examples=400)
@given(TRICKY)
def test_ids_keep_an_iri_whole(name: str) -> None:
    iri = f"{BASE}concept/{slug(name)}"
    assert NamedNode(iri).value == iri
    assert URIRef(iri).n3() == f"<{iri}>"
    assert not set(slug(name)) & set(' /?#%<>"{}|\\^`\n\t:')
    assert slug(name) not in {".", ".."}


def test_key_of_a_very_long_name_is_still_its_words() -> None:
    assert entity_key("deep " * 1_000) == "deep" * 1_000
