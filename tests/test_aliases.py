from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.build import known_rules
from kg.errors import AliasError
from kg.lexicon import themes
from kg.names import entity_key
from kg.resolve import Rule, read_aliases
from kg.resolve.acronyms import variants
from kg.resolve.clusters import Clusters
from kg.resolve.sameness import Sameness
from kg.vocabulary import KINDS

if TYPE_CHECKING:
    from pathlib import Path

READ = [
    pytest.param("", (), id="empty"),
    pytest.param("# only a comment\n\n   \n", (), id="comments and blanks"),
    pytest.param(
        "same\tmethod\tLoRA\tLow-Rank Adaptation\n",
        (Rule("same", "method", ("LoRA", "Low-Rank Adaptation")),),
        id="same",
    ),
    pytest.param(
        "not-same\tdataset\tKoala\tKoala-36M\tKoala V2",
        (Rule("not-same", "dataset", ("Koala", "Koala-36M", "Koala V2")),),
        id="not-same of three, no line end",
    ),
    pytest.param(
        " same \t task \t question answering \t QA \t\r\n",
        (Rule("same", "task", ("question answering", "QA")),),
        id="blanks around and a tab too many",
    ),
    pytest.param(
        "\ufeffsame\tmetric\tFID\tFréchet inception distance\n",
        (Rule("same", "metric", ("FID", "Fréchet inception distance")),),
        id="byte order mark",
    ),
    pytest.param(
        "same\ttheme\tPyTorch\tpytorch", (Rule("same", "theme", ("PyTorch", "pytorch")),), id="case"
    ),
]

REFUSED = [
    pytest.param("alike\tmethod\tA1\tB1", 1, "begins with 'alike'", id="verdict"),
    pytest.param("same method LoRA QLoRA", 1, "a tab", id="blanks for tabs"),
    pytest.param("# rules\n\nsame\tpaper\tA1\tB1", 3, "'paper' is no kind", id="kind of no name"),
    pytest.param("same\tgadget\tA1\tB1", 1, "write one of method, dataset", id="kind"),
    pytest.param("same", 1, "'' is no kind", id="verdict alone"),
    pytest.param("same\tmethod", 1, "fewer than two", id="no name"),
    pytest.param("same\tmethod\tLoRA\t\t", 1, "fewer than two", id="one name"),
    pytest.param("same\tmethod\tLoRA\t***", 1, "neither letter nor digit", id="name of signs"),
    pytest.param("not-same\tmethod\tGAN\tGANs", 1, "cannot be kept apart", id="plural"),
    pytest.param("not-same\tmethod\tA1\tB1\tA-1", 1, "cannot be kept apart", id="hyphen"),
    pytest.param(
        "same\tmethod\tA1\tB\u20281\nsame\tmethod\tA1", 2, "fewer than two", id="odd line separator"
    ),
]

FORMS = [
    pytest.param(["Low-Rank Adaptation", "low-rank adapters"], 1, id="ending of the last word"),
    pytest.param(["variational autoencoder", "variational autoencoding"], 1, id="er and ing"),
    pytest.param(["graph neural network", "Graph Neural Networks"], 1, id="plural and case"),
    pytest.param(["multi-modal learning", "multimodal learning"], 1, id="hyphen in a word"),
    pytest.param(["nearest neighbor", "nearest neighbours"], 1, id="British spelling"),
    pytest.param(["contrastive learning", "continual learning"], 2, id="other words"),
    pytest.param(["interactive learning", "interpretable learning"], 2, id="same first letters"),
    pytest.param(["multimodal model", "multilingual model"], 2, id="same prefix"),
    pytest.param(["transfer learning", "transformer learning"], 2, id="a word within a word"),
    pytest.param(["general model", "generative model"], 2, id="same root"),
    pytest.param(["active learning", "active learner", "actor learning"], 2, id="two of three"),
    pytest.param([], 0, id="none"),
]

KEYS = st.sampled_from("abcdefgh")
PAIRS = st.lists(st.tuples(KEYS, KEYS), max_size=20)


def united(pairs: list[tuple[str, str]], apart: list[tuple[str, str]]) -> Sameness:
    same = Sameness(apart)
    for one, other in pairs:
        same.unite(one, other)
    return same


@pytest.mark.parametrize(("text", "rules"), READ)
def test_alias_file_is_read(tmp_path: Path, text: str, rules: tuple[Rule, ...]) -> None:
    path = tmp_path / "aliases.tsv"
    path.write_text(text, encoding="utf-8", newline="")
    assert read_aliases(path) == rules


def test_rules_know_their_lines(tmp_path: Path) -> None:
    path = tmp_path / "aliases.tsv"
    path.write_text("# names\nsame\tmethod\tA1\tB1\n\nnot-same\ttask\tC1\tD1\n")
    assert [rule.line for rule in read_aliases(path)] == [2, 4]


@pytest.mark.parametrize(("text", "line", "problem"), REFUSED)
def test_alias_file_is_refused(tmp_path: Path, text: str, line: int, problem: str) -> None:
    path = tmp_path / "aliases.tsv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(AliasError) as caught:
        read_aliases(path)
    assert (caught.value.path, caught.value.line) == (str(path), line)
    assert problem in caught.value.problem


def test_alias_file_in_another_encoding(tmp_path: Path) -> None:
    path = tmp_path / "aliases.tsv"
    path.write_bytes("# first\nsame\tmetric\tFID\tFréchet distance\n".encode("latin-1"))
    with pytest.raises(AliasError, match="UTF-8") as caught:
        read_aliases(path)
    assert caught.value.line == 2


def test_alias_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(AliasError, match="cannot be read") as caught:
        read_aliases(tmp_path / "none.tsv")
    assert caught.value.line == 0


@pytest.mark.parametrize(("forms", "groups"), FORMS)
def test_variants_of_a_long_form(forms: list[str], groups: int) -> None:
    found = variants(forms)
    assert len(found) == groups
    assert sorted(form for group in found for form in group) == sorted(forms)


@settings(deadline=None)
@given(
    st.lists(st.text("abelrnig -", max_size=12), max_size=8).flatmap(
        lambda forms: st.tuples(st.just(forms), st.permutations(forms))
    )
)
def test_variants_do_not_depend_on_order(forms: tuple[list[str], list[str]]) -> None:
    assert variants(forms[0]) == variants(forms[1])


@settings(deadline=None)
@given(PAIRS)
def test_sets_are_the_connected_components(pairs: list[tuple[str, str]]) -> None:
    component = {key: {key} for key in "abcdefgh"}
    for one, other in pairs:
        joined = component[one] | component[other]
        component.update(dict.fromkeys(joined, joined))
    same = united(pairs, [])
    assert {key: same.find(key) for key in component} == {
        key: min(keys) for key, keys in component.items()
    }


@settings(deadline=None)
@given(PAIRS, PAIRS)
def test_what_must_stay_apart_stays_apart(
    pairs: list[tuple[str, str]], apart: list[tuple[str, str]]
) -> None:
    same = Sameness(apart)
    for one, other in pairs:
        forbidden = same.is_apart(one, other)
        assert same.unite(one, other) == (same.find(one) == same.find(other))
        assert (same.find(one) == same.find(other)) or forbidden
    for one, other in apart:
        assert one == other or same.find(one) != same.find(other)


@settings(deadline=None)
@given(PAIRS, PAIRS, st.data())
def test_representative_is_the_smallest(
    pairs: list[tuple[str, str]], apart: list[tuple[str, str]], data: st.DataObject
) -> None:
    same = united(pairs, apart)
    for key in data.draw(st.permutations("abcdefgh")):
        assert same.find(key) <= key
        assert same.find(same.find(key)) == same.find(key)


def test_apart_is_inherited_through_both_sets() -> None:
    same = Sameness([("a", "z")])
    assert same.unite("a", "b") and same.unite("y", "z")
    assert same.is_apart("b", "y") and same.is_apart("y", "b")
    assert not same.unite("y", "b")
    assert not same.is_apart("b", "c")


def test_every_shipped_name_has_a_key() -> None:
    rules = known_rules(themes())
    assert len(rules) > 1_000
    assert [rule for rule in rules if "" in {entity_key(name) for name in rule.names}] == []


@pytest.mark.parametrize("space", ["concept", "dataset", "metric"])
def test_no_two_shipped_rows_are_made_one_by_a_shared_alias(space: str) -> None:
    rules = [rule for rule in known_rules(themes()) if KINDS[rule.kind].space == space]
    by_name: dict[str, set[str]] = {}
    for rule in rules:
        for name in rule.names:
            by_name.setdefault(entity_key(name), set()).add(entity_key(rule.names[0]))
    shared = {key: names for key, names in by_name.items() if len(names) > 1}
    assert shared == {}


def test_rules_of_another_space_are_no_rules_here() -> None:
    clusters = Clusters("dataset", [Rule("same", "method", ("Koala", "Koala chat model"))])
    assert clusters.name_all() == ()
