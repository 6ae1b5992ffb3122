from __future__ import annotations

import copy
import pickle
from typing import TYPE_CHECKING

import pytest

from kg import errors
from kg.errors import (
    AliasError,
    AmbiguousError,
    ExportError,
    KgError,
    LimitError,
    NotFoundError,
    QueryError,
    ShapesError,
    SourceError,
    StoreError,
    UnconnectedError,
    WrongKindError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MADE = [
    pytest.param(KgError("something is wrong"), "something is wrong", id="any"),
    pytest.param(
        SourceError("pages/3.txt", 41, "title without abstract"),
        "pages/3.txt:41: title without abstract",
        id="line of a source",
    ),
    pytest.param(SourceError("pages", 0, "is empty"), "pages: is empty", id="whole source"),
    pytest.param(AliasError("a.tsv", 2, "odd"), "a.tsv:2: odd", id="alias file"),
    pytest.param(ShapesError("own.ttl", 0, "odd"), "own.ttl: odd", id="file of shapes"),
    pytest.param(
        NotFoundError("LoRAA", ("LoRA", "QLoRA")),
        "nothing is called 'LoRAA'; did you mean 'LoRA', 'QLoRA'?",
        id="nothing, but nearly",
    ),
    pytest.param(
        NotFoundError("LoRAA"),
        "nothing is called 'LoRAA'; try: kg search 'LoRAA'",
        id="nothing at all",
    ),
    pytest.param(
        AmbiguousError("CL", (("concept/cl", "CL"), ("concept/x", "continual learning"))),
        "'CL' is ambiguous; name one of: concept/cl (CL), concept/x (continual learning)",
        id="ambiguous",
    ),
    pytest.param(
        WrongKindError("LoRA", "method", "paper", ("LoRA: Low-Rank Adaptation",)),
        "'LoRA' is a method, not a paper; did you mean 'LoRA: Low-Rank Adaptation'?",
        id="of another kind",
    ),
    pytest.param(
        WrongKindError("LoRA", "method", "dataset"),
        "'LoRA' is a method, not a dataset; try: kg neighbours 'LoRA' --depth 2 --kind dataset",
        id="of another kind, nothing near",
    ),
    pytest.param(
        WrongKindError("GLUE", "dataset", "paper"),
        "'GLUE' is a dataset, not a paper; try: kg neighbours 'GLUE' --kind paper",
        id="not a paper, nothing near",
    ),
    pytest.param(
        UnconnectedError("A1", "B1", "try a longer path"),
        "nothing joins 'A1' and 'B1'; try a longer path",
        id="unconnected, with advice",
    ),
    pytest.param(UnconnectedError("A1", "B1"), "nothing joins 'A1' and 'B1'", id="unconnected"),
    pytest.param(QueryError("line 1: no SELECT"), "line 1: no SELECT", id="query"),
    pytest.param(LimitError("the answer is too long"), "the answer is too long", id="limit"),
    pytest.param(
        StoreError("output/store", "is in use; wait"), "output/store: is in use; wait", id="store"
    ),
    pytest.param(ExportError("cannot write .pdf"), "cannot write .pdf", id="export"),
]

HOSTILE = "two\nlines\r\x1b[31m\u2028\u202e"
ON_ONE_LINE = [
    pytest.param(NotFoundError(HOSTILE, (HOSTILE,)), id="suggestion"),
    pytest.param(NotFoundError(HOSTILE), id="nothing"),
    pytest.param(AmbiguousError(HOSTILE, (("concept/x", "X"),)), id="ambiguous name"),
    pytest.param(
        AmbiguousError("X", (("paper/x", HOSTILE), ("paper/y", "Y"))),
        id="candidate",
    ),
    pytest.param(UnconnectedError(HOSTILE, HOSTILE), id="unconnected"),
    pytest.param(WrongKindError(HOSTILE, "method", "paper", (HOSTILE,)), id="of another kind"),
    pytest.param(SourceError(HOSTILE, 1, "is empty"), id="path of a source"),
    pytest.param(StoreError(HOSTILE, "is in use"), id="path of a store"),
]

BUILTIN = [
    (SourceError, ValueError),
    (AliasError, SourceError),
    (ShapesError, SourceError),
    (NotFoundError, LookupError),
    (WrongKindError, NotFoundError),
    (AmbiguousError, LookupError),
    (UnconnectedError, LookupError),
    (QueryError, ValueError),
    (LimitError, QueryError),
    (ExportError, ValueError),
]


@pytest.mark.parametrize(("error", "text"), MADE)
def test_text_says_where_what_and_what_next(error: KgError, text: str) -> None:
    assert str(error) == text


@pytest.mark.parametrize(("error", "text"), MADE)
@pytest.mark.parametrize(
    "again",
    [
        lambda error: pickle.loads(pickle.dumps(error)),  # noqa: S301
        copy.copy,
        copy.deepcopy,
    ],
    ids=["pickle", "copy", "deepcopy"],
)
def test_errors_survive_with_their_fields(
    error: KgError, text: str, again: Callable[[KgError], KgError]
) -> None:
    other = again(error)
    assert type(other) is type(error)
    assert (other.args, vars(other), str(other)) == (error.args, vars(error), text)


@pytest.mark.parametrize("error", ON_ONE_LINE)
def test_text_is_one_line_whatever_it_names(error: KgError) -> None:
    assert len(str(error).splitlines()) == 1
    assert str(error).isprintable()


@pytest.mark.parametrize(("error", "builtin"), BUILTIN)
def test_errors_are_those_that_python_catches(
    error: type[KgError], builtin: type[Exception]
) -> None:
    assert issubclass(error, KgError) and issubclass(error, builtin)


def test_every_error_is_drawn_in_the_tree_and_tried_here() -> None:
    defined = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and name != "KgError"
    }
    assert errors.__doc__ is not None
    assert {name for name in defined if f"── {name} " not in errors.__doc__} == set()
    assert defined <= {type(row.values[0]).__name__ for row in MADE}
