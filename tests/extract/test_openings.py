import re
from random import Random

import pytest

from kg.extract.cues import CUES
from kg.extract.openings import Searcher, openings

PATTERNS = [cue.pattern for cue in CUES]
WORDS = """
propose proposes a an novel our Our the new method models dataset datasets benchmark called on for
of in with by using based than compared outperforms train fine-tune such as and or task tasks
problem score 3.1 % points is, are: ( ) . , experiments state-of-the-art 3D élan _our
"""
PIECES = (*WORDS.split(), "\ue000", "\ue000", "\ue000", "\ue000,", "\ue000.", "\n\n", "\n")


@pytest.mark.parametrize(
    ("pattern", "letters"),
    [
        (r"\b(?:a(?:b|c)d|[e|(]f|g)", ()),
        (r"\b(?:a(?:b|c)d|e[f|(]|g) h", ("a", "e", "g")),
        (r"\b(?:an?|the\)|x\w*)", ("a", "the", "x")),
        (r"\bfor\sW", ("for",)),
        (r"\b(?:\w+|the)", ()),
        (r"for", ()),
    ],
)
def test_openings(pattern: str, letters: tuple[str, ...]) -> None:
    assert openings(pattern) == letters


def test_most_cues_have_openings() -> None:
    assert sum(bool(openings(pattern.pattern)) for pattern in PATTERNS) > len(PATTERNS) / 2


@pytest.mark.parametrize("seed", range(50))
def test_same_matches_as_without_openings(seed: int) -> None:
    chosen = Random(seed)  # noqa: S311  the same texts each time
    text = "".join(chosen.choice(PIECES) + chosen.choice(("", " ", " ")) for _ in range(400))
    found = [(number, match.span()) for number, match in Searcher(PATTERNS)(text)]
    plain = [(n, m.span()) for n, each in enumerate(PATTERNS) for m in re.finditer(each, text)]
    assert found == plain
    assert found
