import pytest

from kg.extract import extract
from kg.model import Paper, Result


def results(abstract: str) -> list[Result]:
    [reading] = extract([Paper("paper/x", "", abstract)])
    return list(reading.results)


@pytest.mark.parametrize(
    ("abstract", "value", "unit", "kind", "metric"),
    [
        ("It achieves a FID of 2.08.", "2.08", "", "absolute", "FID"),
        ("It reaches 91.3% accuracy.", "91.3", "%", "absolute", "accuracy"),
        (r"It reaches 91.3\% accuracy.", "91.3", "%", "absolute", "accuracy"),
        ("It improves accuracy by 2.5 points.", "2.5", "points", "gain", "accuracy"),
        ("It improves BLEU by +1.2.", "1.2", "", "gain", "BLEU"),
        ("Decoding is 2.8x faster.", "2.8", "x", "gain", None),
        ("It reduces cost by 30%.", "30", "%", "gain", None),
    ],
)
def test_claimed_numbers(
    abstract: str, value: str, unit: str, kind: str, metric: str | None
) -> None:
    [found] = results(abstract)
    assert (found.value, found.unit, found.kind, found.metric) == (value, unit, kind, metric)
    assert abstract[found.start : found.end] == value


@pytest.mark.parametrize(
    "abstract",
    [
        "We achieve it in 2024.",
        "It outperforms GPT-3.5 and CIFAR-10 baselines.",
        "We improve it with only 10% of the labeled data.",
        "The set has 12,000 images.",
        "Accuracy is a metric; there are 3 of them.",
        "",
    ],
)
def test_other_numbers_are_no_results(abstract: str) -> None:
    assert results(abstract) == []


def test_names_come_from_the_same_sentence() -> None:
    [found] = results("We propose MarLin, a new model. MarLin achieves 76.1% accuracy on ImageNet.")
    assert (found.method, found.dataset) == ("MarLin", "ImageNet")


def test_names_do_not_cross_clauses() -> None:
    first, second = results(
        "It achieves 76.1% accuracy on ImageNet, and it reaches 91.0% accuracy on CIFAR-10."
    )
    assert (first.dataset, second.dataset) == ("ImageNet", "CIFAR-10")
