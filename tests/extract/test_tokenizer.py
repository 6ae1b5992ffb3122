import re

import pytest
import spacy
from spacy.language import Language

from kg.extract.tokenizer import make_tokenizer


@pytest.fixture
def nlp() -> Language:
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer(nlp)
    return nlp


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("ViT. Ada et al. do", ["ViT", ".", "Ada", "et", "al.", "do"]),
        ("fine-tuning ends.We", ["fine", "-", "tuning", "ends", ".", "We"]),
        ("word-", ["word-"]),
    ],
)
def test_tokens(nlp: Language, text: str, tokens: list[str]) -> None:
    assert [token.text for token in nlp.make_doc(text)] == tokens


def test_tokenizer_is_kept_in_bytes(nlp: Language) -> None:
    again = nlp.from_bytes(nlp.to_bytes())
    assert [token.text for token in again.make_doc("ends.We")] == ["ends", ".", "We"]


def test_rules_that_plain_words_are_spared_do_not_fit_them(nlp: Language) -> None:
    lexemes = {lexeme.orth_ for lexeme in nlp.vocab}
    words = {part for word in lexemes for part in re.findall(r"[A-Za-z]+", word)}
    words |= {f"{first}-{second}" for first in ("a", "km", "non") for second in ("b", "km", "s")}
    ours, theirs = nlp.tokenizer, spacy.blank("en").tokenizer
    assert len(words) > 100
    for word in words:
        assert not theirs.suffix_search(word)  # type: ignore[union-attr]
        assert not ours.suffix_search(word)  # type: ignore[union-attr]
        if "-" not in word:
            assert not list(theirs.infix_finditer(word))  # type: ignore[union-attr]
            assert not list(ours.infix_finditer(word))  # type: ignore[union-attr]
