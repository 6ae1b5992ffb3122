import pytest

from kg.extract import extract
from kg.model import MethodRelation, Paper


def relations(abstract: str) -> list[MethodRelation]:
    [reading] = extract([Paper("paper/x", "", abstract)])
    return list(reading.relations)


@pytest.mark.parametrize(
    ("abstract", "source", "target"),
    [
        ("We propose MarLin, which extends BERT to long texts.", "MarLin", "BERT"),
        ("We propose MarLin, an extension of BERT.", "MarLin", "BERT"),
        ("We propose MarLin, a simple extension to the popular BERT model.", "MarLin", "BERT"),
        ("We propose MarLin, a small, fast variant of BERT.", "MarLin", "BERT"),
        ("We propose MarLin. MarLin is built on top of BERT and is fast.", "MarLin", "BERT"),
        ("We propose MarLin, a parser fine-tuned from BERT.", "MarLin", "BERT"),
        ("We propose MarLin, a framework that builds upon BERT.", "MarLin", "BERT"),
        ("We propose MarLin, a generalization of BERT.", "MarLin", "BERT"),
        ("We propose an improved version of BERT, called MarLin.", "MarLin", "BERT"),
    ],
)
def test_what_extends_what(abstract: str, source: str, target: str) -> None:
    [found] = relations(abstract)
    assert (found.source, found.relation, found.target) == (source, "extends", target)
    said = abstract[found.start : found.end]
    assert said.startswith((source, target))
    assert said.endswith((source, target))
    assert 0 < found.confidence <= 1


@pytest.mark.parametrize(
    "abstract",
    [
        "We propose MarLin and compare it with BERT.",
        "We propose MarLin, which does not extend BERT.",
        "We propose MarLin, which extends the BERT tokenizer.",
        "We propose MarLin, a framework that enables fast adaptation of BERT.",
        "We propose MarLin, which builds on LLMs.",
        "We propose a loss for MarLin, which is derived from BERT.",
        "We propose MarLin, a new model. An extension of BERT is left for later.",
        "We extend BERT to long texts.",
        "We propose MarLin, which extends ridge regression.",
        "We propose MarLin, a variant of MarLin.",
        f"We propose MarLin, a {'very ' * 30}small variant of BERT.",
        "",
    ],
)
def test_nothing_extends_what_the_text_does_not_say(abstract: str) -> None:
    assert relations(abstract) == []


def test_what_is_said_twice_is_told_once() -> None:
    [found] = relations("We propose MarLin, which extends BERT. MarLin is a variant of BERT.")
    assert (found.source, found.target, found.start) == ("MarLin", "BERT", 11)


def test_a_rival_has_no_ancestors() -> None:
    [one] = relations(
        "We propose MarLin, a variant of BERT. It outperforms RoBERTa, which extends GPT-2."
    )
    assert (one.source, one.target) == ("MarLin", "BERT")
