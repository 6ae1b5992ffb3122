from collections import Counter
from pathlib import Path

import pytest

from kg.extract import SHIPPED
from kg.extract.theme_features import FEATURES, Candidate
from kg.extract.theme_knowledge import (
    COUNTS,
    HINTS,
    read_counts,
    read_hints,
    write_counts,
    write_hints,
)
from kg.extract.theme_mining import mine, phrases, title_parts
from kg.extract.theme_model import read_model, write_model
from kg.extract.theme_table import Topic
from kg.extract.theme_terms import TopicFinder
from kg.extract.theme_training import Example, train_themes
from kg.extract.theme_words import key_of, words_of
from kg.lexicon import Theme, themes
from kg.names import slug

KNOWN = SHIPPED / "kg_themes"
SCHEME = {theme.id: theme for theme in themes()}
SMALL = (
    Theme("c:parsing", "parsing", ("PRS",), ("c:language",)),
    Theme("c:language", "language processing"),
)


def test_local_names_are_slugs_of_labels() -> None:
    wrong = [t.id for t in SCHEME.values() if t.id.rsplit("/", 1)[1] != slug(t.label)]
    assert wrong == []


def test_no_name_stands_for_two_themes() -> None:
    names = Counter(
        name
        for theme in SCHEME.values()
        for name in {slug(form) for form in (theme.label, *theme.alt_labels)}
    )
    assert [name for name, n in names.items() if n > 1] == []


def above(identifier: str) -> list[str]:
    found = [*SCHEME[identifier].broader]
    for each in found:
        found += [parent for parent in SCHEME[each].broader if parent not in found]
    return found


def test_no_theme_is_broader_than_itself() -> None:
    assert [identifier for identifier in SCHEME if identifier in above(identifier)] == []


def places(forms: list[str], text: str) -> list[str]:
    find = TopicFinder(enumerate(forms))
    return [text[place.start : place.end] for place in find(text, words_of(text))]


@pytest.mark.parametrize(
    ("form", "text", "found"),
    [
        ("graph neural network", "Graph Neural Networks!", ["Graph Neural Networks"]),
        ("multi-agent system", "a multi agent system", ["multi agent system"]),
        ("GAN", "GANs and a gan", ["GANs"]),
        ("policy", "Policies", ["Policies"]),
        ("graph network", "a graph. Network", []),
        ("graph network", "title of a graph\n\nnetwork", []),
        ("graph network", "graph", []),
    ],
)
def test_forms_in_a_text(form: str, text: str, found: list[str]) -> None:
    assert places([form], text) == found


@pytest.mark.parametrize(
    ("title", "parts"),
    [
        ("Deep Parsing: A Study of Trees", ["deep parsing", "study", "tree"]),
        ("In-Context Learning for You", ["in context learning"]),
        ("Of the", []),
    ],
)
def test_parts_of_a_title(title: str, parts: list[str]) -> None:
    assert [" ".join(part) for part in title_parts(title)] == parts


def test_phrases_stand_in_several_titles() -> None:
    titles = [*["Fast Tree Search"] * 3, *["Rare Tree Walks"] * 2, *["Novel Tree Study"] * 3]
    assert list(phrases(titles)) == []
    assert phrases(["Tree Search: More"] * 3 + ["Tree Walks"] * 2) == {"tree search": 3}


def test_mined_hints_stand_beside_a_topic_and_its_narrower_ones() -> None:
    about = [("Parsing", "Treebank sentences and parsing.")] * 40
    other = [("Vision", "Pixels.")] * 160
    mined = mine(lambda: [*about, *other], SMALL)
    assert mined.counts["parsing"] == (40, 40)
    assert mined.hints == {"parsing": {"parsing": 1.3}, "language processing": {"parsing": 1.3}}


def test_counts_and_hints_come_back() -> None:
    assert len(read_counts(KNOWN / COUNTS)) > len(SCHEME)
    assert {key_of(label) for label in read_hints(KNOWN / HINTS)} <= {
        key_of(theme.label) for theme in SCHEME.values()
    }


def test_files_keep_what_is_written(tmp_path: Path) -> None:
    write_counts(tmp_path / "counts", {"parsing": (1, 2)})
    write_hints(tmp_path / "hints", {"parsing": {"treebank": 1.5}})
    assert read_counts(tmp_path / "counts") == {"parsing": (1, 2)}
    assert read_hints(tmp_path / "hints") == {"parsing": {"treebank": 1.5}}


def example(paper: int, key: str, way: int, *, is_theme: bool) -> Example:
    places = [] if way == 1 else [(0, 7)]
    number = -1 if way == 2 else 5
    other = "parsing" if way == 3 else ""
    topic = Topic(key, key, way != 4, 5, 50, other_of=other)
    candidate = Candidate(topic, number, places)
    values = tuple(float(is_theme) for _ in FEATURES)
    return Example(paper, candidate, values, is_theme)


EXAMPLES = [
    example(paper, "parsing" if is_theme else "great step", way, is_theme=is_theme)
    for paper in range(10)
    for way in range(5)
    for is_theme in (True, False)
]


def test_training_tells_themes_from_others() -> None:
    pytest.importorskip("sklearn")
    model, chosen = train_themes(EXAMPLES)
    assert {each.paper for each in chosen} == set(range(10))
    for each in EXAMPLES:
        assert (model.probability(each.candidate, each.features) > model.cut) == each.is_theme


def test_training_is_the_same_again(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    write_model(tmp_path / "model", train_themes(EXAMPLES).model)
    assert read_model(tmp_path / "model") == train_themes(EXAMPLES).model
