from collections import Counter
from pathlib import Path

import pytest

from kg.extract import SHIPPED
from kg.extract.theme_features import FEATURES, Candidate, Reading, evidence
from kg.extract.theme_hints import filed, learned_hints
from kg.extract.theme_knowledge import (
    COUNTS,
    HINTS,
    read_counts,
    read_hints,
    write_counts,
    write_hints,
)
from kg.extract.theme_mining import mine, phrases, title_parts
from kg.extract.theme_model import Verdict, read_model, write_model
from kg.extract.theme_table import Topic, TopicTable
from kg.extract.theme_terms import TopicFinder
from kg.extract.theme_training import Example, Pick, Trial, balance, best_cut, train_themes
from kg.extract.theme_words import words_of
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


def test_topics_are_counted_in_titles_and_texts() -> None:
    about = [("Parsing", "Treebank sentences and parsing.")] * 40
    other = [("Vision", "Pixels.")] * 160
    mined = mine(lambda: [*about, *other], SMALL)
    assert mined == {"parsing": (40, 40)}


def test_counts_and_hints_come_back() -> None:
    assert len(read_counts(KNOWN / COUNTS)) > len(SCHEME)
    assert {"machine translation", "object detection"} <= read_hints(KNOWN / HINTS).keys()


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
    return Example(paper, candidate, values, is_theme, is_theme)


def test_words_of_papers_filed_elsewhere_hint_at_a_topic() -> None:
    pytest.importorskip("sklearn")
    texts = ["Treebank sentences"] * 6 + ["Pixels of a camera"] * 6
    papers = [filed({"themes": {"core": [name]}, "tasks": []}) for name in ("parsing", "Vision")]
    hints = learned_hints([Reading(text, 0) for text in texts], [*papers[:1] * 6, *papers[1:] * 6])
    assert hints.keys() == {"parsing", "Vision"}
    assert hints["parsing"].keys() == {"", "treebank", "sentence", "treebank sentence"}
    table = TopicTable(SMALL, {}, hints, lambda _: None)
    _, telling = table.hinted(Reading("Treebank sentences", 0))
    numbers = [number for number, hint in zip(table.hinted_topics, telling, strict=True) if hint]
    assert [table.topics[number].label for number in numbers] == ["parsing"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        pytest.param("Of graph parsing", [(3, 16)], id="side by side"),
        pytest.param("Of graph-parsing", [(3, 16)], id="with a hyphen"),
        pytest.param("Of graph. Parsing is", [], id="over the end of a sentence"),
    ],
)
def test_topic_stands_in_one_sentence(text: str, places: list[tuple[int, int]]) -> None:
    find = TopicFinder([(0, "graph parsing")])
    assert [(place.start, place.end) for place in find(text, words_of(text))] == places


def test_evidence_of_an_implied_topic_is_what_tells_most() -> None:
    hints = {"parsing": {"": 0.1, "treebank": 1.0, "annotated treebank": 2.0, "of": 0.001}}
    table = TopicTable(SMALL, {}, hints, lambda _: None)
    reading = Reading("An annotated treebank of the many", 0)
    [number] = table.hinted_topics
    places = evidence(Candidate(table.topics[number], number), table, reading)
    assert [reading.text[start:end] for start, end in places] == ["annotated treebank"]


def test_no_word_no_hint() -> None:
    table = TopicTable(SMALL, {}, {"parsing": {"": 0.5, "treebank": 1.0}}, lambda _: None)
    hints, telling = table.hinted(Reading("A camera", 0))
    assert hints.tolist() == [0.5]
    assert telling.tolist() == [0.0]


EXAMPLES = [
    example(paper, "parsing" if is_theme else "great step", way, is_theme=is_theme)
    for paper in range(10)
    for way in range(5)
    for is_theme in (True, False)
]


def test_training_tells_themes_from_others() -> None:
    pytest.importorskip("sklearn")
    model, chosen = train_themes(EXAMPLES, 10)
    assert {pick.example.paper for pick in chosen} == set(range(10))
    verdicts = model.verdicts(
        [each.candidate for each in EXAMPLES], [each.features for each in EXAMPLES]
    )
    themes, others = (
        [
            said.chance
            for said, each in zip(verdicts, EXAMPLES, strict=True)
            if each.is_theme == is_so
        ]
        for is_so in (True, False)
    )
    assert min(themes) > max(others)


def test_cut_is_high_where_the_best_hardly_differ() -> None:
    names = ("parsing", "tagging", "chunking", "camera", "noise")
    found = [
        example(paper, name, 1, is_theme=n < 3)
        for paper in range(2)
        for n, name in enumerate(names)
    ]
    trial = Trial(found, [Verdict(worth, 0.7) for worth in (0.9, 0.8, 0.6, 0.4, 0.3)] * 2)
    cut = best_cut(trial, 6)
    picks = trial.picks(cut)
    assert cut == 0.6
    assert [pick.example.candidate.topic.key for pick in picks] == [*names[:3]] * 2
    assert [balance(picks, core) for core in (6, 12)] == [1, pytest.approx(2 / 3)]
    assert balance([Pick(found[4], 0.3)], 6) == 0


def test_training_is_the_same_again(tmp_path: Path) -> None:
    pytest.importorskip("sklearn")
    write_model(tmp_path / "model", train_themes(EXAMPLES, 10)[0])
    write_model(tmp_path / "again", train_themes(EXAMPLES, 10)[0])
    write_model(tmp_path / "read", read_model(tmp_path / "model"))
    assert len({path.read_bytes() for path in tmp_path.iterdir()}) == 1
