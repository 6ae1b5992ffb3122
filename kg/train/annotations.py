"""Files of annotated papers in, annotated records with their texts out.

Whoever may not pass on the abstracts that were annotated leaves them out; they are taken from a
corpus that holds the papers, found by their titles.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import chain
from typing import TYPE_CHECKING, Any

from kg.errors import SourceError
from kg.evaluate import read_gold, title_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from kg.train.corpus import Corpus


def read_annotations(paths: Sequence[Path], texts: Corpus | None = None) -> list[dict[str, Any]]:
    """Return the annotated records of files, the abstracts they lack taken from `texts`.

    Of several texts of one title the first that is not blank counts. Raises `SourceError` for a
    file that does not hold such records, and for a paper that has no abstract in its file nor in
    `texts`.
    """
    whole = list(chain.from_iterable(read_gold(path, bare=texts is not None) for path in paths))
    lacking: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
    for each in whole:
        if "abstract" not in each:
            lacking[title_key(each["title"])].append(each)
    for title, abstract in texts() if texts and lacking else ():
        for record in lacking.pop(title_key(title), ()) if abstract.strip() else ():
            record["abstract"] = abstract
    _check_all_found(chain.from_iterable(lacking.values()), paths)
    return whole


def _check_all_found(lacking: Iterable[dict[str, Any]], paths: Iterable[Path]) -> None:
    titles = [record["title"] for record in lacking]
    if titles:
        more = f" and {len(titles) - 1} more" if titles[1:] else ""
        problem = f"no abstract there or in --texts of {titles[0]!r}{more}"
        raise SourceError(", ".join(map(str, paths)), 0, problem)
