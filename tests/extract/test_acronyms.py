import pytest

from kg.extract.acronyms import acronyms_in


@pytest.mark.parametrize(
    ("text", "short", "long"),
    [
        ("We use low-rank adaptation (LoRA).", "LoRA", "low-rank adaptation"),
        ("the Graph Neural Networks (GNNs) that", "GNNs", "Graph Neural Networks"),
        ("with proximal policy optimization (PPO)", "PPO", "proximal policy optimization"),
        ("a mixture of experts (MoE; see above)", "MoE", "mixture of experts"),
        ("a mixture of experts (MoE, or so)", "MoE", "mixture of experts"),
        ("We call it ABC (All But Cats).", "ABC", "All But Cats"),
        ("Multi-modal large language models (MLLMs)", "MLLMs", "Multi-modal large language models"),
        ("by non-negative matrix factorization (NMF)", "NMF", "non-negative matrix factorization"),
        ("a \u201cbag of words\u201d (BoW)", "BoW", "bag of words"),
    ],
)
def test_pairs_are_found_both_ways(text: str, short: str, long: str) -> None:
    [pair] = acronyms_in(text)
    assert text[pair.short_start : pair.short_end] == short
    assert text[pair.long_start : pair.long_end] == long


@pytest.mark.parametrize(
    "text",
    [
        "We gain much (see Table 2).",
        "in the last year (2025)",
        "a method (ours)",
        "images of cats (XYZ)",
        "to be applied to efficiently train many (BERT, T5, etc.)",
        "besides other retrievers than trees (BERT and T5)",
        "ColBERTer, a retriever (ColBERT)",
        "by many modalities -- images, and so on (MMI)",
        "(LoRA) alone",
        "nested (((ABC)))",
        "",
    ],
)
def test_no_pair_where_none_is_defined(text: str) -> None:
    assert list(acronyms_in(text)) == []


def test_search_stays_in_its_sentence() -> None:
    text = "Low-rank adaptation. It (LoRA) works."
    assert list(acronyms_in(text, 21, len(text))) == []
