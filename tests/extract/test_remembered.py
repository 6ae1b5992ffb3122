import pytest

from kg.extract.endings import kind_by_ending, last_words
from kg.extract.numbering import NO_NUMBER, GrowingNumbers, Numbers
from kg.extract.remembered import Remembered


def test_what_is_remembered_is_not_asked_again() -> None:
    answers = iter([4, 5])
    lengths: Remembered[str, int] = Remembered(lambda _: next(answers))
    assert [lengths["soap"], lengths["soap"]] == [4, 4]


def test_no_more_is_held_than_was_said() -> None:
    lengths = Remembered(len, most=3)
    for number in range(50):
        assert lengths["x" * number] == number
        assert len(lengths) <= 3


def test_reading_numbers_nothing_new() -> None:
    numbers = Numbers(["title"])
    assert numbers["never seen"] == NO_NUMBER
    assert list(numbers) == ["title"]


def test_features_come_back_from_numbers_of_training() -> None:
    numbers = GrowingNumbers()
    given = numbers.of(["title", "lower", "title"])
    assert numbers.features(given) == {"title", "lower"}


@pytest.mark.parametrize(
    "form",
    [
        "our marine data set",
        "first shared task",
        "long chain of thoughts",
        "wide mixture of experts",
        "image super resolution",
        "early pre-training",
        "whole test suite",
        "FishBench v2",
        "deep FishNets",
    ],
)
def test_last_words_say_the_kind_of_the_whole(form: str) -> None:
    assert kind_by_ending(last_words(form)) == kind_by_ending(form)
