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
        (r"It reaches a FID of $31.5$.", "31.5", "", "absolute", "FID"),
        (r"It is up to $3\times$ faster.", "3", "x", "gain", None),
        ("It gains 1.2 BLEU over WMT systems.", "1.2", "", "gain", "BLEU"),
        ("It boosts accuracy from 61.5% to 70.2%.", "70.2", "%", "absolute", "accuracy"),
        ("It reaches 58% accuracy vs 25% and 20%.", "58", "%", "absolute", "accuracy"),
        ("It reaches 58% accuracy compared to 25%.", "58", "%", "absolute", "accuracy"),
        (
            *("It reaches 72.3% ImageNet-1K top-1 accuracy with 512 batch size in 400 epochs.",),
            *("72.3", "%", "absolute", "top-1 accuracy"),
        ),
        ("It achieves a FID of 2029.", "2029", "", "absolute", "FID"),
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
        "It improves accuracy at ILSVRC 2015.",
        "It improves accuracy in 2015.",
        "It improves accuracy with a batch size of 256 and a learning rate of 0.1.",
        "It outperforms GPT-3.5 and CIFAR-10 baselines.",
        "We improve it by updating just 0.2% to 0.5% of parameters.",
        "It improves plants observed 52 times over a year.",
        "It shrinks the cache to 25% of its original size and is faster.",
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


def test_one_metric_serves_a_list_of_values() -> None:
    first, second = results("It reaches 87.3% accuracy on ImageNet, 57.0% on CIFAR-10.")
    assert (first.metric, second.metric) == ("accuracy", "accuracy")
    assert (first.dataset, second.dataset) == ("ImageNet", "CIFAR-10")


def test_a_list_goes_on_with_gains() -> None:
    found = results("It gains 2.0% in accuracy, 5.4% in recall and 3.7% in F1.")
    assert [(one.kind, one.metric) for one in found] == [
        ("gain", "accuracy"),
        ("gain", "recall"),
        ("gain", "F1"),
    ]


def test_method_is_the_proposed_one_that_the_paper_speaks_of_most() -> None:
    [found] = results(
        "We propose MarLin, a new model. MarLin is small. It achieves 76.1% accuracy on ImageNet."
    )
    assert found.method == "MarLin"
