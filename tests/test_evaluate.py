from __future__ import annotations

import importlib.util
import json
import sys
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import SourceError
from kg.evaluate import Evaluation, Score, evaluate, read_gold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import ModuleType

Record = dict[str, Any]

KINDS = ("methods", "datasets", "tasks", "metrics")
PROPER = "methods (proper-named)"
PROPOSED = "methods proposed"
ACCEPTABLE = "themes: precision over acceptable"
CORE = "themes: recall of core"
MEASURES = ["methods", PROPER, PROPOSED, "datasets", "tasks", "metrics", "links", ACCEPTABLE, CORE]


def entity(name: str, *aliases: str, role: str = "used", optional: bool = False) -> Record:
    return {"name": name, "aliases": list(aliases), "role": role, "optional": optional}


def optional(name: str, *aliases: str) -> Record:
    return entity(name, *aliases, optional=True)


def paper(title: str = "A paper on parsers", /, **lists: Any) -> Record:
    return {"title": title, **lists}


def counts(figure: Score) -> tuple[int, int, int]:
    return figure.true_positives, figure.false_positives, figure.false_negatives


def counted(measure: str, gold: Record, predicted: Record) -> tuple[int, int, int]:
    return counts(evaluate([gold], [predicted]).scores[measure])


# Figures


@pytest.mark.parametrize(
    ("figure", "precision", "recall", "f1"),
    [
        (Score(3, 1, 3), 0.75, 0.5, 0.6),
        (Score(2, 0, 0), 1.0, 1.0, 1.0),
        (Score(0, 4, 0), 0.0, 0.0, 0.0),
        (Score(0, 0, 4), 0.0, 0.0, 0.0),
        (Score(0, 0, 0), 0.0, 0.0, 0.0),
    ],
)
def test_score_figures(figure: Score, precision: float, recall: float, f1: float) -> None:
    assert figure.precision == precision
    assert figure.recall == recall
    assert figure.f1 == pytest.approx(f1)


# Which names agree


@pytest.mark.parametrize(
    ("annotated", "extracted"),
    [
        (["CIFAR"], ["cifar"]),
        (["fine-tuning"], ["Fine tuning"]),
        (["audio_visual/speech"], ["audio-visual speech"]),
        (["decision tree"], ["decision trees"]),
        (["decision tree"], ["decision trees dataset"]),
        (["large body"], ["large bodies"]),
        (["Fréchet mean"], ["Frechet mean"]),
        (["XWorld"], ["XWorld dataset"]),
        (["XWorld benchmarks"], ["XWorld"]),
        (["XWorld corpus"], ["XWorld Benchmark"]),
        (["(XWorld)."], ["XWorld"]),
        (["X-World's"], ["x world"]),
        (["Toy Parsing Set", "TPS"], ["TPS"]),
        (["TPM"], ["Toy Parsing Model", "TPMs"]),
    ],
)
def test_names_that_agree(annotated: list[str], extracted: list[str]) -> None:
    gold, found = paper(datasets=[entity(*annotated)]), paper(datasets=[entity(*extracted)])
    assert counted("datasets", gold, found) == (1, 0, 0)


@pytest.mark.parametrize(
    ("annotated", "extracted"),
    [
        (["XWorld-1K"], ["XWorld-2K"]),
        (["XWorld-1K"], ["XWorld1K"]),
        (["pre-training"], ["pretraining"]),
        (["trees of decision"], ["tree of decision"]),
        (["glass"], ["glas"]),
        (["tie"], ["ties"]),
        (["A"], ["As"]),
        (["GPS"], ["GPSs"]),
        (["focus"], ["focu"]),
        (["basis"], ["basi"]),
        (["C"], ["C++"]),
        (["dataset"], ["model"]),
        (["dataset XWorld"], ["XWorld"]),
        (["XWorld dataset"], ["YWorld dataset"]),
        (["森林"], ["森林"]),
    ],
)
def test_names_that_do_not_agree(annotated: list[str], extracted: list[str]) -> None:
    gold, found = paper(datasets=[entity(*annotated)]), paper(datasets=[entity(*extracted)])
    assert counted("datasets", gold, found) == (0, 1, 1)


def test_aliases_may_be_absent() -> None:
    record = paper(tasks=[{"name": "parsing"}])
    assert counted("tasks", record, record) == (1, 0, 0)


# Matching


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        pytest.param([], [], (0, 0, 0), id="nothing"),
        pytest.param([entity("A1"), entity("B2")], [entity("A1")], (1, 0, 1), id="one-missed"),
        pytest.param([entity("A1")], [entity("A1"), entity("B2")], (1, 1, 0), id="one-wrong"),
        pytest.param(
            [entity("TPS", "Toy Set")],
            [entity("TPS"), entity("Toy Set")],
            (1, 1, 0),
            id="one-hit-and-one-error-for-two-of-one-entity",
        ),
        pytest.param(
            [entity("TPS"), entity("Toy Set")],
            [entity("TPS", "Toy Set")],
            (1, 0, 1),
            id="one-hit-and-one-miss-for-two-merged",
        ),
        pytest.param(
            [entity("A1", "X"), entity("B2", "X")],
            [entity("X"), entity("X")],
            (2, 0, 0),
            id="the-second-takes-what-is-free",
        ),
        pytest.param(
            [entity("A1", "X"), entity("B2", "X")],
            [entity("X"), entity("A1")],
            (1, 1, 1),
            id="in-the-order-of-extraction",
        ),
        pytest.param([optional("A1")], [], (0, 0, 0), id="optional-is-no-miss"),
        pytest.param([optional("A1")], [entity("A1")], (0, 0, 0), id="optional-is-no-hit"),
        pytest.param(
            [optional("A1")], [entity("A1"), entity("a1")], (0, 0, 0), id="nor-is-it-an-error-twice"
        ),
        pytest.param(
            [optional("A1", "X"), entity("B2", "X")],
            [entity("X")],
            (1, 0, 0),
            id="required-before-optional",
        ),
        pytest.param(
            [entity("B2", "X"), optional("A1", "X")],
            [entity("X"), entity("X"), entity("X")],
            (1, 0, 0),
            id="what-an-optional-one-could-be-is-forgiven",
        ),
        pytest.param(
            [entity("B2", "X"), optional("A1", "X")],
            [entity("X"), entity("X"), entity("B2")],
            (1, 1, 0),
            id="what-it-could-not-be-is-not",
        ),
        pytest.param([entity("A1")], [optional("A1")], (1, 0, 0), id="extracted-ones-all-count"),
    ],
)
def test_matching(gold: list[Record], found: list[Record], expected: tuple[int, int, int]) -> None:
    assert counted("datasets", paper(datasets=gold), paper(datasets=found)) == expected


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("annotated_kind", KINDS)
def test_optional_of_any_kind_is_forgiven(annotated_kind: str, kind: str) -> None:
    gold = paper(**{annotated_kind: [optional("Wikipedia corpus")]})
    assert counted(kind, gold, paper(**{kind: [entity("Wikipedia")]})) == (0, 0, 0)


def test_required_of_another_kind_is_an_error_and_a_miss() -> None:
    found = evaluate([paper(datasets=[entity("XWorld")])], [paper(methods=[entity("XWorld")])])
    assert counts(found.scores["methods"]) == (0, 1, 0)
    assert "datasets" not in found.scores
    found = evaluate(
        [paper(datasets=[entity("XWorld")])], [paper(methods=[entity("XWorld")], datasets=[])]
    )
    assert counts(found.scores["datasets"]) == (0, 0, 1)


# Methods


@pytest.mark.parametrize(
    ("names", "is_proper"),
    [
        (["LoRA"], True),
        (["BERT"], True),
        (["Seq2seq"], True),
        (["Word-Net"], True),
        (["k-NN"], True),
        (["iPool"], True),
        (["low-rank adaptation", "LoRA"], True),
        (["ridge regression of 1970"], True),
        (["Adam"], False),
        (["ridge regression"], False),
        (["Bayesian Networks"], False),
        (["Transformer", "Transformers"], False),
    ],
)
def test_proper_named_methods(names: list[str], is_proper: bool) -> None:
    record = paper(methods=[entity(*names)])
    assert counted(PROPER, record, record) == (int(is_proper), 0, 0)
    assert counted(PROPER, record, paper(methods=[])) == (0, 0, int(is_proper))
    assert counted(PROPER, paper(), record) == (0, int(is_proper), 0)


def test_proper_named_hits_go_by_the_annotated_name() -> None:
    gold, found = [entity("Adam", "Adam optimiser")], [entity("Adam", "ADAM")]
    assert counted(PROPER, paper(methods=gold), paper(methods=found)) == (0, 0, 0)
    assert counted(PROPER, paper(methods=found), paper(methods=gold)) == (1, 0, 0)


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        pytest.param(["A1 proposed"], ["A1 proposed"], (1, 0, 0), id="hit"),
        pytest.param(["A1 proposed"], ["A1 used"], (0, 0, 1), id="found-with-another-role"),
        pytest.param(["A1 used"], ["A1 proposed"], (0, 1, 0), id="annotated-with-another-role"),
        pytest.param(["A1 proposed"], ["B2 proposed"], (0, 1, 1), id="another-method"),
        pytest.param(["A1 proposed"], ["A1 proposed", "a1 proposed"], (1, 1, 0), id="twice"),
        pytest.param(["A1 proposed"], ["a1 used", "A1 proposed"], (1, 0, 0), id="others-wait"),
        pytest.param(["A1 used"], ["A1 used"], (0, 0, 0), id="none"),
        pytest.param(["A1 proposed ?"], ["A1 proposed"], (0, 0, 0), id="optional"),
        pytest.param(["A1 proposed ?"], [], (0, 0, 0), id="optional-missed"),
        pytest.param(["A1 used ?"], ["A1 proposed"], (0, 0, 0), id="optional-of-another-role"),
    ],
)
def test_proposed_methods(
    gold: list[str], found: list[str], expected: tuple[int, int, int]
) -> None:
    annotated, extracted = paper(methods=methods(gold)), paper(methods=methods(found))
    assert counted(PROPOSED, annotated, extracted) == expected


def methods(texts: list[str]) -> list[Record]:
    """Return the methods that are written `name role`, with a ? behind optional ones."""
    words = [text.split() for text in texts]
    return [entity(name, role=role, optional=bool(mark)) for name, role, *mark in words]


def test_proposed_is_forgiven_for_optional_methods_only() -> None:
    gold = paper(datasets=[optional("A1")])
    found = paper(methods=[entity("A1", role="proposed")])
    assert counted("methods", gold, found) == (0, 0, 0)
    assert counted(PROPOSED, gold, found) == (0, 1, 0)


def test_proposed_is_forgiven_where_it_could_be_optional_too() -> None:
    gold = paper(methods=[entity("A1", "X"), optional("X")])
    found = paper(methods=[entity("A1", "X", role="proposed")])
    assert counted(PROPOSED, gold, found) == (0, 0, 0)
    found["methods"] += [entity("X", role="proposed"), entity("x", role="proposed")]
    assert counted(PROPOSED, gold, found) == (0, 0, 0)


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        (["A1 used", "B2 compared"], ["A1 used", "B2 used"], (1, 2)),
        (["A1 used"], ["B2 used"], (0, 0)),
        (["A1 used ?", "B2 mentioned"], ["A1 used", "B2 mentioned"], (1, 1)),
        (["A1 used"], ["A1 used", "a1 compared"], (1, 1)),
        ([], [], (0, 0)),
    ],
)
def test_role_accuracy(gold: list[str], found: list[str], expected: tuple[int, int]) -> None:
    evaluation = evaluate([paper(methods=methods(gold))], [paper(methods=methods(found))])
    assert evaluation.role_accuracy == expected


def test_role_accuracy_leaves_out_methods_without_role() -> None:
    found = paper(methods=[{"name": "A1"}, entity("B2")])
    gold = paper(methods=[entity("A1"), entity("B2")])
    assert evaluate([gold], [found]).role_accuracy == (1, 1)


def test_roles_of_data_sets_are_not_judged() -> None:
    record = paper(datasets=[entity("A1")])
    assert evaluate([record], [record]).role_accuracy == (0, 0)


# Links and themes


@pytest.mark.parametrize(
    ("gold", "found", "expected"),
    [
        (["https://example.org/a"], ["https://example.org/a"], (1, 0, 0)),
        (["https://example.org/a"], ["http://www.example.org/a/"], (1, 0, 0)),
        (["https://example.org/a"], ["example.org/A"], (1, 0, 0)),
        (["https://example.org/a"], ["example.org/a", "https://example.org/a/"], (1, 0, 0)),
        (["https://example.org/a"], ["https://example.org/a/b"], (0, 1, 1)),
        (["https://example.org/a"], ["https://example.org/a."], (0, 1, 1)),
        (["https://example.org/a"], ["ftp://example.org/a"], (0, 1, 1)),
        (["https://example.org/a", "https://example.org/b"], [], (0, 0, 2)),
        ([], ["example.org"], (0, 1, 0)),
        ([], [], (0, 0, 0)),
    ],
)
def test_links(gold: list[str], found: list[str], expected: tuple[int, int, int]) -> None:
    annotated = paper(links=[{"url": url, "kind": "code"} for url in gold])
    extracted = paper(links=[{"url": url, "kind": "other"} for url in found])
    assert counted("links", annotated, extracted) == expected


@pytest.mark.parametrize(
    ("found", "acceptable", "core"),
    [
        (["graph learning", "parsing"], (2, 0, 0), (2, 0, 0)),
        (["Graph-Learning"], (1, 0, 0), (1, 0, 1)),
        (["trees"], (1, 0, 0), (0, 0, 2)),
        (["dependency trees"], (1, 0, 0), (0, 0, 2)),
        (["sentence reading"], (1, 0, 0), (0, 0, 2)),
        (["cooking", "parsing"], (1, 1, 0), (1, 0, 1)),
        (["parsing", "Parsing"], (1, 0, 0), (1, 0, 1)),
        (["parsing task"], (0, 1, 0), (0, 0, 2)),
        ([], (0, 0, 0), (0, 0, 2)),
    ],
)
@pytest.mark.parametrize("as_objects", [True, False])
def test_themes(
    found: list[str],
    acceptable: tuple[int, int, int],
    core: tuple[int, int, int],
    as_objects: bool,
) -> None:
    gold = paper(
        themes={"core": ["graph learning", "parsing"], "also": ["tree"]},
        tasks=[entity("dependency tree"), optional("sentence reading task")],
    )
    extracted = paper(themes=[{"name": name} for name in found] if as_objects else found)
    assert counted(ACCEPTABLE, gold, extracted) == acceptable
    assert counted(CORE, gold, extracted) == core


# Papers


def test_papers_are_joined_by_title_and_summed() -> None:
    gold = [paper("On  Trees", tasks=[entity("A")]), paper("On Roots", tasks=[entity("B")])]
    found = [paper("ON ROOTS.", tasks=[entity("C")]), paper("On tree", tasks=[entity("A")])]
    evaluation = evaluate(iter(gold), iter(found))
    assert counts(evaluation.scores["tasks"]) == (1, 1, 1)
    assert evaluation.unmatched_papers == ()


def test_paper_without_prediction_counts_as_empty_and_is_named() -> None:
    lists: Record = {"tasks": [entity("A")], "links": [{"url": "a.org"}]}
    gold = [paper("On Trees", **lists), paper("On Roots", **lists)]
    evaluation = evaluate(gold, [paper("On Roots", **lists)])
    assert evaluation.unmatched_papers == ("On Trees",)
    assert counts(evaluation.scores["tasks"]) == (1, 0, 1)
    assert counts(evaluation.scores["links"]) == (1, 0, 0)


def test_prediction_without_annotation_is_left_out() -> None:
    evaluation = evaluate([paper("On Trees")], [paper("On Roots", tasks=[entity("A")])])
    assert counts(evaluation.scores["tasks"]) == (0, 0, 0)


def test_titles_in_another_script_stay_apart() -> None:
    gold = [paper("木", tasks=[entity("A")]), paper("根", tasks=[entity("B")])]
    assert counts(evaluate(gold, gold).scores["tasks"]) == (2, 0, 0)


def test_later_record_of_one_title_counts() -> None:
    gold = [paper(tasks=[entity("A")])]
    assert counted("tasks", gold[0], paper(tasks=[entity("A")])) == (1, 0, 0)
    twice = [paper(tasks=[entity("A")]), paper(tasks=[])]
    assert counts(evaluate(gold, twice).scores["tasks"]) == (0, 0, 1)


def test_kind_that_no_record_has_is_not_measured() -> None:
    gold = [paper(tasks=[entity("A")], methods=[entity("B")])]
    assert list(evaluate(gold, [paper(tasks=[])]).scores) == ["tasks"]


FISH = {"value": "2.5", "metric": "FID", "dataset": "FishSet", "method": None, "kind": "gain"}


@pytest.mark.parametrize(
    ("gold", "found", "values", "right"),
    [
        ([FISH], [FISH], (1, 0, 0), (1, 1, 1, 1)),
        ([FISH], [{**FISH, "value": "2.50"}], (1, 0, 0), (1, 1, 1, 1)),
        ([{**FISH, "value": "-2.5"}], [FISH], (1, 0, 0), (1, 1, 1, 1)),
        ([FISH], [{**FISH, "value": "25"}], (0, 1, 1), (0, 0, 0, 0)),
        ([FISH], [{**FISH, "metric": "FIDs", "method": "X"}], (1, 0, 0), (1, 1, 0, 1)),
        ([FISH], [FISH, FISH], (1, 1, 0), (1, 1, 1, 1)),
        ([{**FISH, "metric": "F1"}, FISH], [FISH], (1, 0, 1), (1, 1, 1, 1)),
        ([{"value": "1/8"}], [{"value": "1/8", "kind": "gain"}], (1, 0, 0), (1, 1, 1, 0)),
        ([FISH], [], (0, 0, 1), (0, 0, 0, 0)),
    ],
)
def test_results(
    gold: list[Record],
    found: list[Record],
    values: tuple[int, int, int],
    right: tuple[int, int, int, int],
) -> None:
    scores = evaluate([paper(results=gold)], [paper(results=found)]).results
    assert scores is not None
    assert (counts(scores.values), tuple(scores.right.values())) == (values, right)


def test_results_are_measured_where_both_sides_list_them() -> None:
    assert evaluate([paper()], [paper(results=[FISH])]).results is None
    assert evaluate([paper(results=[FISH])], [paper()]).results is None


def test_confidence_is_held_against_what_is_right() -> None:
    sure = [{**entity(name), "confidence": 0.9} for name in ("M1", "M2", "M3", "M4")]
    unsure = [{**entity(name), "confidence": 0.2} for name in ("M5", "M6")]
    optional = {**entity("M4"), "optional": True}
    gold = paper(methods=[entity("M1"), entity("M5"), optional], tasks=[entity("M2")])
    found = evaluate([gold], [paper(methods=[*sure, *unsure, entity("M7")])])
    assert found.bands[9] == (3, 0.9, 0.333)
    assert found.bands[2] == (2, 0.2, 0.5)
    assert sum(band.names for band in found.bands) == 5
    assert found.calibration_error == pytest.approx((3 * 0.567 + 2 * 0.3) / 5)


def test_nothing_evaluates_to_nothing() -> None:
    assert evaluate([], []) == Evaluation({}, (0, 0), {}, {}, ())


def test_measures_stand_in_one_order() -> None:
    gold = [paper("On Trees"), paper("On Roots")]
    found = [paper("On Roots", themes=[], links=[], **{kind: [] for kind in reversed(KINDS)})]
    evaluation = evaluate(gold, found)
    assert list(evaluation.scores) == MEASURES
    assert list(evaluation.missed) == MEASURES
    assert list(evaluation.wrong) == MEASURES


def test_errors_are_named_most_often_first_then_by_name() -> None:
    titles = ("On Trees", "On Roots")
    gold = [paper(title, datasets=[entity("M9")]) for title in titles]
    gold[0]["datasets"] += [entity("A1"), optional("O5")]
    found = [paper(title, datasets=[entity("W3")]) for title in titles]
    found[0]["datasets"] += [entity("B2"), entity("A2"), entity("O5")]
    evaluation = evaluate(gold, found)
    assert evaluation.missed["datasets"] == (("M9", 2), ("A1", 1))
    assert evaluation.wrong["datasets"] == (("W3", 2), ("A2", 1), ("B2", 1))


def test_errors_of_links_and_themes_are_named_as_compared() -> None:
    gold = paper(
        links=[{"url": "https://a.org/X/"}], themes={"core": ["Stained Glass"], "also": []}
    )
    evaluation = evaluate([gold], [paper(links=[{"url": "b.org"}], themes=["Roots"])])
    assert evaluation.missed["links"] == (("a.org/x", 1),)
    assert evaluation.wrong["links"] == (("b.org", 1),)
    assert evaluation.missed[CORE] == (("stained glass", 1),)
    assert evaluation.wrong[ACCEPTABLE] == (("root", 1),)


@pytest.mark.parametrize(
    "name",
    ["", " ", "\0", "<b>x</b>", "\ud800", "\u202egnisrap", "s" * 5000, "\u017f", "\u212a", "."],
)
def test_hostile_names_are_counted_as_any_other(name: str) -> None:
    record = paper(methods=[entity(name)], themes=[name], links=[{"url": name}])
    gold = {**record, "themes": {"core": [name], "also": []}}
    hits, wrong, missed = counted("methods", gold, record)
    assert (hits + wrong, hits + missed) == (1, 1)
    assert counted("links", gold, record) == (1, 0, 0)
    assert counted(CORE, gold, record) == (1, 0, 0)


# Reading


def test_read_gold_fills_in_what_is_absent(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(
        b'\xef\xbb\xbf{"title": "On Trees", "abstract": ""}\r\n\n'
        b'{"title": "On\xe2\x80\xa8Roots", "abstract": "Deep.", "id": 7,'
        b' "tasks": [{"name": "digging"}], "themes": {"core": ["soil"]}}'
    )
    empty: Record = {kind: [] for kind in (*KINDS, "links")}
    assert read_gold(path) == (
        {"title": "On Trees", "abstract": "", **empty, "themes": {"core": [], "also": []}},
        {
            "title": "On\u2028Roots",
            "abstract": "Deep.",
            "id": 7,
            **empty,
            "tasks": [{"name": "digging"}],
            "themes": {"core": ["soil"], "also": []},
        },
    )


def test_read_gold_of_an_empty_file(tmp_path: Path) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text("\n \n")
    assert read_gold(path) == ()


GOOD = {"title": "On Trees", "abstract": "Trees."}


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"{", "not JSON; write one object per line"),
        (b"\xff", "not JSON; write one object per line"),
        (b"[" * 100_000, "not JSON; write one object per line"),
        (b"[]", "not a JSON object; write one paper per line"),
        (b"null", "not a JSON object; write one paper per line"),
        (b"{}", "'title' is missing or wrong; it must be a text that is not blank"),
        (b'{"title": "On Trees"}', "'abstract' is missing or wrong; it must be a text"),
    ],
)
def test_read_gold_names_the_bad_line(tmp_path: Path, line: bytes, problem: str) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_bytes(json.dumps(GOOD).encode() + b"\n\n" + line + b"\n")
    with pytest.raises(SourceError) as caught:
        read_gold(path)
    assert (caught.value.path, caught.value.line) == (str(path), 3)
    assert caught.value.problem == problem


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("title", " "),
        ("title", 7),
        ("abstract", None),
        *((kind, "LoRA") for kind in KINDS),
        ("methods", ["LoRA"]),
        ("methods", [{}]),
        ("methods", [{"name": None}]),
        ("methods", [{"name": "LoRA", "aliases": "lora"}]),
        ("methods", [{"name": "LoRA", "aliases": [1]}]),
        ("links", {}),
        ("links", ["example.org"]),
        ("links", [{"kind": "code"}]),
        ("themes", ["trees"]),
        ("themes", {"core": "trees"}),
        ("themes", {"also": [None]}),
    ],
)
def test_read_gold_names_the_bad_key(tmp_path: Path, key: str, value: object) -> None:
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps({**GOOD, key: value}))
    with pytest.raises(SourceError, match=f":1: '{key}' is missing or wrong; it must be "):
        read_gold(path)


def test_read_gold_of_no_file(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"none\.jsonl: cannot be read: No such file"):
        read_gold(tmp_path / "none.jsonl")


# Agreement with the reference measure

SHARED_GOLD = Path(__file__).parents[1] / ".." / "shared" / "gold"


@pytest.fixture(scope="module")
def reference() -> Iterator[ModuleType]:
    path = SHARED_GOLD / "score.py"
    if not path.exists():
        pytest.skip("the reference measure, ../shared/gold/score.py, is not here")
    spec = importlib.util.spec_from_file_location("reference_score", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "dont_write_bytecode", True)
        spec.loader.exec_module(module)
    yield module


@pytest.fixture(scope="module")
def annotated() -> tuple[Record, ...]:
    path = SHARED_GOLD / "train.jsonl"
    if not path.exists():
        pytest.skip("the annotated abstracts, ../shared/gold/train.jsonl, are not here")
    return read_gold(path)


def assert_agreement(reference: ModuleType, gold: list[Record], predicted: list[Record]) -> None:
    """Compare every figure, the role accuracy and the named errors with the reference's."""
    by_title = [{reference.norm(r["title"]): r for r in records} for records in (gold, predicted)]
    printed: list[str] = []
    expected = reference.run(*by_title, errors=1_000_000, out=printed.append)
    evaluation = evaluate(gold, predicted)
    assert {name: (*counts(s), s.f1) for name, s in evaluation.scores.items()} == {
        name: (s.tp, s.fp, s.fn, s.f()) for name, s in expected.items()
    }
    right, judged = evaluation.role_accuracy
    roles = [f"role accuracy {right / judged:.3f} of {judged}"] if judged else []
    assert [line for line in printed if line.startswith("role accuracy")] == roles
    assert named_errors(evaluation) == {
        head: Counter(names.split(", "))
        for line in printed
        if line.startswith("\n")
        for head, _, names in [line[1:].partition(": ")]
    }


def named_errors(evaluation: Evaluation) -> dict[str, Counter[str]]:
    sides = {"FP": evaluation.wrong, "FN": evaluation.missed}
    return {
        f"{measure} {side}": Counter(
            ", ".join(f"{name}({n})" if n > 1 else name for name, n in names[measure]).split(", ")
        )
        for side, names in sides.items()
        for measure in (*KINDS, "links")
        if names.get(measure)
    }


def as_prediction(record: Record) -> Record:
    themes = [{"name": theme} for theme in record["themes"]["core"]]
    return {**deepcopy(record), "themes": themes}


def unchanged(record: Record, number: int) -> Record:  # noqa: ARG001
    return record


def every_third_dropped(record: Record, number: int) -> Record:
    kept = {kind: [e for n, e in enumerate(record[kind], number) if n % 3] for kind in KINDS}
    return {**record, **kept}


def required_only(record: Record, number: int) -> Record:  # noqa: ARG001
    return {**record, **{kind: [e for e in record[kind] if not e["optional"]] for kind in KINDS}}


def roles_turned(record: Record, number: int) -> Record:
    turned = {"proposed": "used", "used": "compared", "compared": "mentioned"}
    for method in record["methods"][number % 2 :: 2]:
        method["role"] = turned.get(method["role"], "proposed")
    return record


def roles_left_out(record: Record, number: int) -> Record:
    for method in record["methods"][number % 2 :: 2]:
        del method["role"]
    return record


def renamed(record: Record, number: int) -> Record:
    forms = ("{} dataset", "{}s", "The {}", "{}-2", "{} models", "({})", "{}.")
    for kind in KINDS:
        for n, found in enumerate(record[kind], number):
            found["name"] = forms[n % len(forms)].format(found["name"])
            found["aliases"] = found["aliases"][n % 2 :]
    return record


def respelled(record: Record, number: int) -> Record:
    for kind in KINDS:
        for n, found in enumerate(record[kind], number):
            name = found["name"].upper() if n % 2 else found["name"].lower()
            found["name"] = name.replace(" ", "-") if n % 3 else name.replace("-", "_")
    return record


def kinds_swapped(record: Record, number: int) -> Record:
    turn = 1 + number % 3
    return {**record, **{kind: record[KINDS[(n + turn) % 4]] for n, kind in enumerate(KINDS)}}


def doubled(record: Record, number: int) -> Record:
    for kind in KINDS:
        copies = deepcopy(record[kind][number % 2 :: 2])
        for found in copies:
            found["name"] += "s"
        record[kind] = copies + record[kind] if number % 3 else record[kind] + copies
    return record


def split(record: Record, number: int) -> Record:  # noqa: ARG001
    for kind in KINDS:
        record[kind] = [
            {**found, "name": name, "aliases": []}
            for found in record[kind]
            for name in [found["name"], *found["aliases"]]
        ]
    return record


def merged(record: Record, number: int) -> Record:
    for kind in KINDS:
        for n, found in enumerate(record[kind][1:], number):
            found["aliases"] = [*found["aliases"], record[kind][n % len(record[kind])]["name"]]
    return record


def links_and_themes_wrong(record: Record, number: int) -> Record:
    tasks = [task["name"].upper() for task in record["tasks"]]
    record["themes"] = [*record["themes"][number % 2 :], "pot holing", *tasks]
    addresses = [link["url"].removeprefix("https://") + "/" for link in record["links"]]
    wrong = ["https://example.org/Pots/"] * (number % 3)
    record["links"] = [{"url": url} for url in addresses[number % 2 :] + wrong]
    return record


def lists_left_out(record: Record, number: int) -> Record:
    left_out = (*KINDS, "links", "themes")[number % 6]
    return {key: value for key, value in record.items() if key not in (left_out, "metrics")}


def turned_round(record: Record, number: int) -> Record:  # noqa: ARG001
    return {**record, **{kind: record[kind][::-1] for kind in KINDS}}


Perturbation = tuple["Callable[[Record, int], Record]", ...]

PERTURBATIONS: list[Perturbation] = [
    (unchanged,),
    (every_third_dropped,),
    (required_only,),
    (roles_turned,),
    (roles_left_out,),
    (renamed,),
    (respelled,),
    (kinds_swapped,),
    (doubled,),
    (split,),
    (merged,),
    (links_and_themes_wrong,),
    (lists_left_out,),
    (merged, turned_round, doubled, roles_turned),
    (split, roles_turned, renamed, kinds_swapped, links_and_themes_wrong, lists_left_out),
]


@pytest.mark.parametrize(
    "perturbation", PERTURBATIONS, ids=lambda steps: "-".join(step.__name__ for step in steps)
)
def test_agreement_on_perturbed_annotations(
    reference: ModuleType, annotated: tuple[Record, ...], perturbation: Perturbation
) -> None:
    predicted = []
    for number, record in enumerate(annotated):
        changed = as_prediction(record)
        for step in perturbation:
            changed = step(changed, number)
        predicted.append(changed)
    assert_agreement(reference, list(annotated), predicted)


def test_agreement_where_papers_are_missing(
    reference: ModuleType, annotated: tuple[Record, ...]
) -> None:
    assert_agreement(reference, list(annotated), [as_prediction(r) for r in annotated[::2]])
    assert_agreement(reference, list(annotated[::3]), [as_prediction(r) for r in annotated])


NAMES = st.sampled_from(
    ["A", "As", "A model", "A-models", "B", "B A", "B-A dataset", "b as", "C1", "C 1", "ties", "ty"]
)
ENTITIES = st.lists(
    st.builds(
        entity,
        NAMES,
        NAMES,
        role=st.sampled_from(["proposed", "used"]),
        optional=st.sampled_from([False, False, True]),
    ),
    max_size=5,
)
LISTS = dict.fromkeys(KINDS, ENTITIES)
ADDRESSES = st.sampled_from(["a.org", "https://www.A.org/", "b.org"])
LINKS = st.lists(st.fixed_dictionaries({"url": ADDRESSES}), max_size=3)
THEMES = st.lists(NAMES, max_size=3)
TITLES = st.sampled_from(["On Trees", "On Roots"])
GOLD = st.fixed_dictionaries(
    {
        "title": TITLES,
        **LISTS,
        "links": LINKS,
        "themes": st.fixed_dictionaries({"core": THEMES}, optional={"also": THEMES}),
    }
)
PREDICTED = st.fixed_dictionaries(
    {"title": TITLES}, optional={**LISTS, "links": LINKS, "themes": THEMES}
)


@settings(derandomize=True, deadline=None, max_examples=300)
@given(gold=st.lists(GOLD, max_size=2), predicted=st.lists(PREDICTED, max_size=2))
def test_agreement_on_small_records(
    reference: ModuleType, gold: list[Record], predicted: list[Record]
) -> None:
    assert_agreement(reference, gold, predicted)
