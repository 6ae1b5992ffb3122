"""A folder in, what a pipeline knows of themes besides its model out, and back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import SourceError
from kg.extract.theme_table import TopicTable, uses_of
from kg.extract.theme_words import key_of
from kg.lexicon import merged, read_themes, themes, write_themes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from kg.lexicon import Theme
    from kg.lexicon.phrases import FindUse

COUNTS = "counts.tsv"
"""Topic, titles and papers of the corpus that it stands in, tab-separated."""
HINTS = "hints.tsv"
"""Topic and ``word=weight`` pairs, tab-separated."""
ADDED = "added.ttl"
"""Themes besides the shipped ones, if there are any."""


@dataclass(frozen=True, slots=True)
class ThemeKnowledge:
    """What a corpus says of topics, by their names, and themes added to the shipped scheme."""

    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    """Titles and papers in which a topic stands."""
    hints: dict[str, dict[str, float]] = field(default_factory=dict)
    """The words that tell of a topic, learned from annotated papers: see `theme_hints`."""
    added: tuple[Theme, ...] = ()

    def scheme(self) -> tuple[Theme, ...]:
        """Return the shipped scheme with what was added to it."""
        return merged(themes(), self.added)

    def table(self, use: FindUse) -> TopicTable:
        """Return the table of all topics, with what tells how a corpus uses a phrase."""
        # The corpus was not asked about a theme that was added; it may know it as a phrase.
        added = {theme.label: uses_of(key_of(theme.label), use) for theme in self.added}
        return TopicTable(self.scheme(), {**added, **self.counts}, self.hints, use)

    @classmethod
    def read(cls, folder: Path) -> ThemeKnowledge:
        """Return what `write` wrote. Raises `SourceError` where a folder has nothing such."""
        try:
            counts, hints = read_counts(folder / COUNTS), read_hints(folder / HINTS)
        except OSError as error:
            unread = f"cannot be read ({error}); train again: kg train"
            raise SourceError(str(folder), 0, unread) from error
        except ValueError as error:
            wrong = "holds no counts and hints of themes; train again: kg train"
            raise SourceError(str(folder), 0, wrong) from error
        return cls(counts, hints, added_themes(folder))

    def write(self, folder: Path) -> None:
        """Write it into a folder, the same bytes for the same knowledge."""
        folder.mkdir(parents=True, exist_ok=True)
        write_counts(folder / COUNTS, self.counts)
        write_hints(folder / HINTS, self.hints)
        if self.added:
            write_themes(folder / ADDED, self.added)
        else:
            (folder / ADDED).unlink(missing_ok=True)


def added_themes(folder: Path) -> tuple[Theme, ...]:
    """Return the themes that were added to the shipped ones in a folder that holds knowledge."""
    return read_themes(folder / ADDED) if (folder / ADDED).exists() else ()


def read_counts(path: Path) -> dict[str, tuple[int, int]]:
    """Return titles and papers of each topic of a file that `write_counts` wrote."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {label: (int(titles), int(papers)) for label, titles, papers in rows}


def write_counts(path: Path, counts: dict[str, tuple[int, int]]) -> None:
    """Write the counts of topics, sorted by name."""
    _write(path, (f"{label}\t{n}\t{m}" for label, (n, m) in sorted(counts.items())))


def read_hints(path: Path) -> dict[str, dict[str, float]]:
    """Return the hint words of each topic of a file that `write_hints` wrote."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return {label: dict(map(_pair, pairs)) for label, *pairs in rows}


def _pair(text: str) -> tuple[str, float]:
    word, _, lift = text.partition("=")
    return word, float(lift)


def write_hints(path: Path, hints: dict[str, dict[str, float]]) -> None:
    """Write the hint words of topics, sorted by topic, the most telling word first."""
    _write(
        path,
        (
            "\t".join([label, *(f"{word}={lift}" for word, lift in words.items())])
            for label, words in sorted(hints.items())
        ),
    )


def _write(path: Path, lines: Iterable[str]) -> None:
    path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
