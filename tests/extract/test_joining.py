"""Which names of a paper mean one thing in it."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.extract import extract
from kg.extract.joining import is_short_for, joined
from kg.model import Paper


@pytest.mark.parametrize(
    ("short", "long", "is_so"),
    [
        ("RD-ViT", "Recurrent-Depth Vision Transformer", True),
        ("LoRA", "Low-Rank Adaptation", True),
        ("PoK", "Plan of Knowledge", True),
        ("PK", "Plan of Knowledge", True),
        ("ViT", "Vision-Language Transformer", False),
        ("LoRA", "Adaptation", False),
        ("LoRA", "LoRA", False),
        ("lora", "low-rank adaptation", False),
        ("Pond", "Paths over new data", False),
        ("A(+", "Ant (+", False),
    ],
)
def test_short_forms(short: str, long: str, *, is_so: bool) -> None:
    assert is_short_for(short, long) == is_so


@pytest.mark.parametrize(
    ("names", "groups"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param(["parsing"], [[0]], id="one"),
        pytest.param(
            ["deep graph parsing", "graph parsing", "graph parsings"], [[1, 0], [2]],
            id="the general stands for the special",
        ),
        pytest.param(
            ["very deep graph parsing", "deep graph parsing", "graph parsing"], [[2, 0, 1]],
            id="over several steps",
        ),
        pytest.param(["graph parsing", "parsing"], [[0, 1]], id="one word means the longer one"),
        pytest.param(
            ["graph parsing", "text parsing", "parsing"], [[0], [1], [2]],
            id="one word that may mean two",
        ),
        pytest.param(["graph parsing", "graph tagging"], [[0], [1]], id="another head"),
        pytest.param(["parsing of graphs", "graphs"], [[0, 1]], id="the last word"),
    ],
)  # fmt: skip
def test_tasks(names: list[str], groups: list[list[int]]) -> None:
    assert joined([("task", [name]) for name in names]) == groups


@pytest.mark.parametrize(
    ("name", "long", "are_one"),
    [
        pytest.param(["CL"], "contrastive loss", True, id="nothing says otherwise"),
        pytest.param(["Continual learning", "CL"], "contrastive loss", False, id="spelt out"),
        pytest.param(["CL", "continual learning"], "cooperative learning", False, id="one head"),
        pytest.param(["RecNN", "recursive neural nets"], "recurrent neural nets", False, id="ends"),
        pytest.param(["IL", "imitation learning"], "IQ-Learn", False, id="other words"),
        pytest.param(["CL", "CL models"], "contrastive loss", True, id="its own acronym"),
        pytest.param(
            ["SPT", "Soft Pond Tuning method"], "Soft Ponds Tuning", True, id="more words"
        ),
        pytest.param(
            ["APQ", "animal FP quest"], "Animal Pond Quests", False, id="no acronym of it"
        ),
        pytest.param(["AFPQ", "animal FP quest"], "Animal Frog Pond Quest", True, id="its acronym"),
        pytest.param(["AFPQ", "Animal Frog Pond Quest"], "animal FP quest", True, id="the reverse"),
    ],
)
def test_what_a_paper_spells_out_has_its_meaning(
    name: list[str], long: str, *, are_one: bool
) -> None:
    groups = [[0, 1]] if are_one else [[0], [1]]
    assert joined([("method", name), ("method", [long])]) == groups


FORMS = st.lists(
    st.lists(st.sampled_from(["ab", "Ab", "A", "ABc", "graph", "parsing"]), min_size=1, max_size=4)
    .map(" ".join), min_size=1, max_size=3,
)  # fmt: skip


@given(st.lists(st.tuples(st.sampled_from(["task", "method", "metric"]), FORMS), max_size=7))
@example([("task", ["image fusion", "image and video fusion"]), ("task", ["video image fusion"])])
def test_every_name_is_in_one_group(names: list[tuple[str, list[str]]]) -> None:
    groups = joined(names)
    assert sorted(place for group in groups for place in group) == list(range(len(names)))
    assert all(len({names[place][0] for place in group}) == 1 for group in groups)
    assert [min(group) for group in groups] == sorted(min(group) for group in groups)


def test_names_that_are_each_within_the_other_come_to_an_end() -> None:
    one = ("task", ["image fusion", "deep video image fusion"])
    other = ("task", ["video image fusion", "new image fusion"])
    assert joined([one, other]) == [[0, 1]]
    assert joined([other, one]) == [[1, 0]]


def test_long_names_are_compared_in_time() -> None:
    assert not is_short_for("A" * 40 + "b", " ".join(["a" * 40] * 40))


def test_other_kinds_are_left_apart() -> None:
    names = [("dataset", ["Pond Photos"]), ("task", ["photos"]), ("method", ["Net"])]
    assert joined([*names, ("method", ["Pond Net"])]) == [[0], [1], [2], [3]]


def test_short_form_in_a_title_is_told_with_its_long_form() -> None:
    paper = Paper(
        "paper/x",
        "RD-ToN: Recurrent-Depth Toad Network",
        "We propose the Recurrent-Depth Toad Network, a model for object detection. RD-ToN is "
        "small and outperforms ResNet. On COCO, RD-ToN is the best at 3D object detection.",
    )
    [reading] = extract([paper])
    [method] = [each for each in reading.entities if each.role == "proposed"]
    assert method.name == "RD-ToN"
    assert "Recurrent-Depth Toad Network" in method.aliases
    assert ("RD-ToN", "Recurrent-Depth Toad Network") in {
        (pair.short, pair.long) for pair in reading.acronyms
    }
    tasks = [each for each in reading.entities if each.kind == "task"]
    assert [(each.name, each.aliases) for each in tasks] in (
        [("object detection", ("3D object detection",))],
        [("3D object detection", ("object detection",))],
    )
