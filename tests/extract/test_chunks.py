import pytest

from kg.extract.chunks import MOST_WORDS, chunks, phrase_key


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("we propose graph pruning for sparse attention", ["graph pruning", "sparse attention"]),
        ("a novel and robust graph pruning method", ["graph pruning"]),
        ("3D pose estimation", ["3D pose estimation"]),
        ("Gaussian~process regression", ["Gaussian~process regression"]),
        ("networks trained on images", ["networks", "images"]),
        ("a speed test", ["speed test"]),
        ("recall of 90 at rank 12", ["recall", "rank"]),
        ("graph pruning, image parsing", ["graph pruning", "image parsing"]),
        ("graph  pruning", ["graph", "pruning"]),
        ("the attention mechanism", ["attention mechanism"]),
        ("the sparse attention mechanism", ["sparse attention"]),
        ("we show that it does", []),
        ("a novel approach", []),
        ("", []),
    ],
)
def test_chunks(text: str, found: list[str]) -> None:
    cut = [text[c.starts[0] : c.ends[-1]] for c in chunks(text, 0, len(text))]
    assert cut == found


def test_chunks_stay_in_their_sentence() -> None:
    text = "graph pruning sparse attention"
    assert [c.words for c in chunks(text, 6, 20)] == [["pruning", "sparse"]]


def test_long_runs_keep_their_last_words() -> None:
    text = " ".join(["graph"] * 20 + ["pruning"])
    [chunk] = chunks(text, 0, len(text))
    assert chunk.words == ["graph"] * (MOST_WORDS - 1) + ["pruning"]


@pytest.mark.parametrize(
    ("words", "key"),
    [
        (["policies"], "policy"),
        (["graph-based", "losses"], "graph based losse"),
        (["loss"], "loss"),
        (["analysis"], "analysis"),
        (["gas"], "gas"),
    ],
)
def test_phrase_keys(words: list[str], key: str) -> None:
    assert phrase_key(words) == key
