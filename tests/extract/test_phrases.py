import pytest

from kg.extract import SHIPPED
from kg.extract.phrases import PhraseReader
from kg.lexicon.mined import MinedTable
from kg.lexicon.phrases import FILE, phrase_uses

phrase_use = phrase_uses(MinedTable.read(SHIPPED / "kg_candidates" / FILE))
phrases = PhraseReader(phrase_use)


def found(text: str) -> list[str]:
    return [text[p.start : p.end] for p in phrases(text, [(0, len(text))])]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("for tiny object detection", ["tiny object detection"]),
        ("improving image classification", ["image classification"]),
        ("building segmentation works", ["building segmentation"]),
        ("with selective pebble attention", ["selective pebble attention"]),
        ("a higher clean accuracy", ["clean accuracy"]),
        ("we play Pebblesort", ["Pebblesort"]),
        ("Pebbles are round", []),
        ("extensive experiments show large margins", []),
        ("we find that it is", []),
    ],
)
def test_phrases(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_what_comes_back_is_likelier() -> None:
    text = "dusty pebble rule. dusty pebble rule."
    once, twice = (
        max(p.chance for p in phrases(text, [(0, end)])) for end in (len(text) // 2, len(text))
    )
    assert once < twice


@pytest.mark.parametrize(
    ("phrase", "heads"),
    [("image segmentation", "phrase"), ("knowledge distillation", "chunk")],
)
def test_rules(phrase: str, heads: str) -> None:
    assert [p.rule for p in phrases(phrase, [(0, len(phrase))])] == [heads]


def test_what_titles_name_is_likelier() -> None:
    known, unknown = (
        max(p.chance for p in phrases(text, [(0, len(text))]))
        for text in ("knowledge distillation", "dusty pebble rule")
    )
    assert 0 < unknown < known < 1


@pytest.mark.parametrize("key", ["", "dusty pebbles", "Knowledge Distillation"])
def test_unknown_phrases_have_no_use(key: str) -> None:
    assert phrase_use(key) is None


def test_uses_are_counts_of_papers() -> None:
    use = phrase_use("knowledge distillation")
    assert use is not None
    assert use.df >= use.whole >= 8
    assert all(0 <= count <= use.df for count in use if count != use.title)
