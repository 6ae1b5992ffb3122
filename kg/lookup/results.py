"""What a lookup found, as rows for pandas and as a table that shows itself in a notebook."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Protocol, Self, TypeVar

from kg.displayed import displayed

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_MOST_SHOWN = 50
"""Rows that a notebook shows; all are in `rows`."""
_LEFT = ' style="text-align: left"'


class Told(Protocol):
    """One thing that was found: the values of a row, and the columns they belong to."""

    columns: ClassVar[tuple[str, ...]]

    def cells(self) -> tuple[object, ...]:
        """Return one value for each of `columns`."""


T = TypeVar("T", bound=Told)


class Result:
    """Something with rows: `pandas.DataFrame(result.rows())`, and an HTML table in Jupyter."""

    __slots__ = ()

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        raise NotImplementedError

    def cells(self) -> Iterator[Sequence[object]]:
        """Yield the rows, each with a value for every column."""
        raise NotImplementedError

    def heading(self) -> str:
        """Return what stands above the table; "" where the rows speak for themselves."""
        return ""

    def picture(self) -> str:
        """Return the HTML of a picture that stands above the table; "" where there is none."""
        return ""

    def rows(self) -> list[dict[str, object]]:
        """Return the rows as dictionaries of plain values; sentences are texts."""
        return [
            dict(zip(self.columns, map(_plain_value, cells), strict=True)) for cells in self.cells()
        ]

    def _repr_html_(self) -> str:
        """Return a table for a notebook, all texts of it escaped; long ones are cut, and say so."""
        cells = list(self.cells())
        head = "".join(f"<th{_LEFT}>{as_html(column)}</th>" for column in self.columns)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in cells[:_MOST_SHOWN])
        table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
        more = len(cells) - _MOST_SHOWN
        note = f"<p>… and {more} more; all of them: .rows()</p>" if more > 0 else ""
        heading = f"<p>{as_html(self.heading())}</p>" if self.heading() else ""
        shown = table if cells else "<p>nothing found</p>"
        return f"<div>{heading}{self.picture()}{shown}{note}</div>"


class Found(tuple[T, ...], Result):
    """What was found, best first: a tuple that knows its columns.

    >>> from kg.lookup.names import Ref
    >>> from kg.lookup.search import Hit
    >>> found = Found(Hit, [Hit(Ref("concept/lora", "method", "LoRA"), "LoRA", 5)])
    >>> found[0].node.name, len(found), found.rows()[0]["kind"]
    ('LoRA', 1, 'method')
    """

    _columns: tuple[str, ...]

    def __new__(cls, kind: type[T], items: Iterable[T]) -> Self:
        """Return the items, each a `kind`, which has the columns even where there are none."""
        found = super().__new__(cls, items)
        found._columns = kind.columns
        return found

    def __reduce__(self) -> tuple[object, ...]:
        # Without it, copies and pickles would forget the columns.
        return tuple.__new__, (type(self), tuple(self)), vars(self)

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, also where nothing was found."""
        return self._columns

    def cells(self) -> Iterator[tuple[object, ...]]:
        """Yield the rows, each with a value for every column."""
        return (one.cells() for one in self)


def as_html(value: object) -> str:
    """Return a value as HTML: its own where it makes some (`__html__`), else its text, escaped.

    >>> as_html("<script>"), as_html(0.5)
    ('&lt;script&gt;', '0.50')
    """
    # Imported here: only a notebook pays for it.
    from html import escape

    own = getattr(value, "__html__", None)
    if own is not None:
        return str(own())
    return escape(displayed(f"{value:.2f}" if isinstance(value, float) else str(value)))


def _plain_value(value: object) -> object:
    return str(value) if hasattr(value, "__html__") else value


def _cell(value: object) -> str:
    return f"<td{_LEFT}>{as_html(value)}</td>"
