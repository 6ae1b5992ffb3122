import pytest

from kg.extract import extract
from kg.extract.spans import first_come
from kg.model import Paper


def sentences(abstract: str, title: str = "") -> list[str]:
    paper = Paper("paper/x", title, abstract)
    [reading] = extract([paper])
    return [paper.field(span.field)[span.start : span.end] for span in reading.sentences]


@pytest.mark.parametrize(
    ("abstract", "expected"),
    [
        ("One is here. Two is there.", ["One is here.", "Two is there."]),
        ("We use cats, e.g. the tabby, i.e. one.", ["We use cats, e.g. the tabby, i.e. one."]),
        ("As e.g.the tabby does.", ["As e.g.the tabby does."]),
        ("Ada et al. propose it.", ["Ada et al. propose it."]),
        ("See Fig. 2 and Eq. 3 for more.", ["See Fig. 2 and Eq. 3 for more."]),
        ("It has 3.1 B weights. GPT-3.5 too.", ["It has 3.1 B weights.", "GPT-3.5 too."]),
        (
            "It beats ViT. It is on ImageNet-1K. So.",
            ["It beats ViT.", "It is on ImageNet-1K.", "So."],
        ),
        ("By A. Ada, in the U.S. Army.", ["By A. Ada, in the U.S. Army."]),
        ("Really? Yes! Good.", ["Really?", "Yes!", "Good."]),
        ("Code: http://e.org/a.B/cat. Done.", ["Code: http://e.org/a.B/cat.", "Done."]),
        ("It ends.We go on.", ["It ends.", "We go on."]),
        ("  Blanks around.  \n\n More. ", ["Blanks around.", "More."]),
        ("", []),
    ],
)
def test_sentences_of_an_abstract(abstract: str, expected: list[str]) -> None:
    assert sentences(abstract) == expected


def test_title_is_one_sentence() -> None:
    assert sentences("It is.", "What? A Title. Really") == ["What? A Title. Really", "It is."]


def test_title_with_empty_line_stays_title() -> None:
    assert sentences("It is.", "One\n\nTwo") == ["One\n\nTwo", "It is."]


@pytest.mark.parametrize(
    ("stretch", "inside"),
    [
        ((0, 4), True),
        ((5, 9), True),
        ((3, 6), False),
        ((4, 5), False),
        ((9, 10), False),
        ((9, 9), False),
    ],
)
def test_inside_one_sentence(stretch: tuple[int, int], inside: bool) -> None:
    assert first_come([stretch], [(0, 4), (5, 9)]) == [stretch] * inside


def test_order_decides() -> None:
    assert first_come([(0, 3), (2, 9)], [(0, 9)]) == [(0, 3)]
    assert first_come([(2, 9), (0, 3)], [(0, 9)]) == [(2, 9)]
    assert first_come([(0, 3)], []) == []
