"""Sources in, a published graph out: the stages of the whole program in their order."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from kg import __version__, lexicon, sources
from kg.errors import StoreError
from kg.extract import Pipeline, extract
from kg.progress import Progress, silent
from kg.resolve import Rule, read_aliases, resolve, unmatched
from kg.store.extractions import Extractions
from kg.store.places import folder_of, versions_at
from kg.store.quads import QuadWriter, is_iri
from kg.store.reader import Reader
from kg.store.versions import Version
from kg.vocabulary import BASE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from kg.lexicon import Theme
    from kg.model import Extraction, Paper
    from kg.sources import SourceReport
    from kg.store.places import Place

_KEPT_AT_ONCE = 100
"""Papers whose extractions are kept together: a killed build loses no more than these."""


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did; `changed` is False where the graph in force already said all this.

    `dropped` papers were in the graph before, and are in none of the sources. `unmatched` are the
    lines of the file of aliases with no name that is in the graph; none where nothing changed.
    """

    sources: tuple[SourceReport, ...]
    papers: int
    extracted: int
    version: Version
    changed: bool
    dropped: int = 0
    unmatched: tuple[int, ...] = ()


def build(
    named_sources: Iterable[str | Path],
    output: Place,
    *,
    aliases: Path | None = None,
    pipeline: Pipeline | None = None,
    keep_going: bool = False,
    workers: int = 1,
    base: str = BASE,
    progress: Progress = silent,
) -> BuildReport:
    """Read, extract, resolve and store; the graph then says what these sources say, and no more.

    `pipeline` is the shipped one unless said; its themes are the scheme of the graph.
    Raises `SourceError` and `AliasError` on bad input (see `kg.sources.read` for `keep_going`) and
    `StoreError`; in each case the graph that was there stays as it was.
    """
    if not is_iri(base):
        raise StoreError(base, "cannot be a base; write an IRI, such as https://example.org/kg/")
    progress("reading", 0, 0)
    reading = sources.read(named_sources, keep_going=keep_going)
    rules = read_aliases(aliases) if aliases else ()
    versions = versions_at(output)
    pipeline = pipeline or Pipeline()
    fingerprint = pipeline.fingerprint()
    digest = _digest(fingerprint, reading.papers, rules, base)
    version = Version(digest, base, 0, len(reading.papers))
    with versions.building():
        if (kept := versions.current()) and kept.digest == digest and versions.is_whole():
            return BuildReport(reading.reports, len(reading.papers), 0, kept, changed=False)
        dropped = _papers_in_force(output) - {paper.id for paper in reading.papers}
        with Extractions(folder_of(output) / "extractions.sqlite", fingerprint) as known:
            read = partial(extract, workers=workers, pipeline=pipeline)
            reads, extracted = _extractions(reading.papers, known, read, progress)
            known.forget_others()
        progress("resolving", 0, 0)
        scheme = pipeline.scheme()
        resolved = resolve(reads, rules=rules, known=known_rules(scheme), scheme=scheme)
        progress("storing", 0, 0)
        quads = QuadWriter(base, agent=f"{__version__}+{fingerprint[:12]}").quads(resolved)
        published = versions.publish(quads, version)
    return BuildReport(
        reading.reports,
        len(reading.papers),
        extracted,
        published,
        changed=True,
        dropped=len(dropped),
        unmatched=unmatched(rules, resolved.entities),
    )


def _papers_in_force(output: Place) -> set[str]:
    """Return the ids of the papers of the graph that a build is about to replace."""
    try:
        with Reader(output) as reader:
            return set(reader.ids("paper"))
    except StoreError:
        return set()


def _digest(fingerprint: str, papers: Sequence[Paper], rules: Sequence[Rule], base: str) -> str:
    """Return the name of the graph that these papers give with this very program."""
    digest = hashlib.sha256(f"{fingerprint} {base}".encode())
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    # Where in its file a rule stands says nothing of the graph.
    said = [(rule.verdict, rule.kind, rule.names) for rule in rules]
    for part in (said, [asdict(paper) for paper in papers]):
        digest.update(json.dumps(part, sort_keys=True).encode())
    return digest.hexdigest()[:16]


def known_rules(scheme: Iterable[Theme]) -> tuple[Rule, ...]:
    """Return the names that the shipped lexicons and a scheme of themes hold to be the same."""
    rows = [Rule("same", kind, row) for kind in lexicon.FILES for row in lexicon.load(kind)]
    themes = [Rule("same", "theme", theme.names) for theme in scheme]
    return (*rows, *themes)


def _extractions(
    papers: Sequence[Paper],
    known: Extractions,
    extract: Callable[[list[Paper]], Iterator[Extraction]],
    progress: Progress,
) -> tuple[list[tuple[Paper, Extraction]], int]:
    """Return every paper with its extraction, and how many had to be extracted."""
    read = {paper.id: kept for paper in papers if (kept := known.get(paper))}
    fresh = [paper for paper in papers if paper.id not in read]
    found = zip(fresh, extract(fresh), strict=True)
    done = 0
    while batch := list(islice(found, _KEPT_AT_ONCE)):
        known.put(batch)
        read.update((paper.id, extraction) for paper, extraction in batch)
        done += len(batch)
        progress("extracting", done, len(fresh))
    return [(paper, read[paper.id]) for paper in papers], len(fresh)
