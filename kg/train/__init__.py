"""Annotated papers in, a folder with a trained pipeline and a report of how good it is out.

What the report says, and what is chosen by figures, comes from cross-validation by paper.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from kg.errors import KgError
from kg.evaluate import title_key
from kg.extract import SHIPPED
from kg.extract.documents import make_doc
from kg.extract.pipeline import pipeline_to_train, write_pipeline
from kg.extract.regression import FOLDS
from kg.extract.theme_training import train_on
from kg.files import replaced
from kg.model import Paper
from kg.progress import Progress, silent
from kg.train.examples import examples_of
from kg.train.fitting import Table, fit_all
from kg.train.report import TrainingReport, plain, report_of
from kg.train.validation import best_cuts, cross_validate

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from spacy.language import Language
    from spacy.tokens import Doc

    from kg.extract.candidates import NameReader
    from kg.extract.classify import NameJudge
    from kg.extract.themes import ThemeReader
    from kg.train.corpus import Corpus

__all__ = ["Progress", "TrainingReport", "train"]

REPORT = "report.json"


def train(
    annotated: Sequence[Mapping[str, Any]],
    folder: Path,
    corpus: Corpus | None = None,
    *,
    start: Path = SHIPPED,
    progress: Progress = silent,
) -> TrainingReport:
    """Train all that is trained, and write the pipeline and a report into a folder.

    What a corpus says of names, phrases and themes is mined from `corpus`, or taken from the
    pipeline in `start`; so is the model of themes, where no paper is annotated with any. The same
    input gives the same bytes. Raises `KgError` where there are fewer papers than folds, one of
    them stands twice, or gensim is missing that a corpus needs, and `ExportError` where the folder
    holds something else.
    """
    _check(annotated)
    with replaced(folder, by="meta.json") as beside:
        nlp = pipeline_to_train(start)
        if corpus:
            _learn_corpus(nlp, corpus, progress)
        docs = _read(nlp, annotated, progress)
        report = _train_parts(nlp, annotated, docs, progress)
        write_pipeline(nlp, beside)
        (beside / REPORT).write_text(json.dumps(plain(report), indent=1) + "\n", "utf-8")
    return report


def _check(annotated: Sequence[Mapping[str, Any]]) -> None:
    if len(annotated) < FOLDS:
        raise KgError(f"{len(annotated)} annotated papers; training needs {FOLDS} or more")
    key, count = Counter(title_key(each["title"]) for each in annotated).most_common(1)[0]
    if count > 1:
        title = next(each["title"] for each in annotated if title_key(each["title"]) == key)
        raise KgError(f"{title!r} is annotated {count} times; remove all records of it but one")


def _learn_corpus(nlp: Language, corpus: Corpus, progress: Progress) -> None:
    """Give the components what a corpus says; what was trained before stays."""
    # Only who mines needs gensim.
    from kg.train.corpus import mine

    names, judge, themes = _trained_parts(nlp)
    mined = mine(corpus, themes.known, progress)
    names.learn(mined.phrases)
    judge.learn(mined.names, mined.clusters, judge.weights)
    themes.learn(mined.themes, themes.model)


def _trained_parts(nlp: Language) -> tuple[NameReader, NameJudge, ThemeReader]:
    return (
        cast("NameReader", nlp.get_pipe("kg_candidates")),
        cast("NameJudge", nlp.get_pipe("kg_classify")),
        cast("ThemeReader", nlp.get_pipe("kg_themes")),
    )


def _read(nlp: Language, annotated: Sequence[Mapping[str, Any]], progress: Progress) -> list[Doc]:
    """Return the annotated papers as the pipeline reads them before it judges."""
    papers = [
        Paper(f"gold/{n}", each["title"], each["abstract"]) for n, each in enumerate(annotated)
    ]
    names = nlp.pipe_names
    docs = []
    with nlp.select_pipes(enable=names[: names.index("kg_classify")]):
        for doc in nlp.pipe(make_doc(nlp, paper) for paper in papers):
            docs.append(doc)
            progress("reading", len(docs), len(papers))
    return docs


def _train_parts(
    nlp: Language, annotated: Sequence[Mapping[str, Any]], docs: list[Doc], progress: Progress
) -> TrainingReport:
    """Train the classifier of names and the model of themes, and return how good they are."""
    steps = FOLDS + 2
    names, judge, themes = _trained_parts(nlp)
    table = Table(list(examples_of(annotated, docs, judge)))
    trial = cross_validate(table, lambda done: progress("training", done, steps))
    weights = fit_all(table, trial.temperatures, best_cuts(annotated, trial))
    judge.learn(judge.mined, judge.clusters, weights)
    progress("training", FOLDS + 1, steps)
    chosen = None
    if any(each["themes"].get("core") for each in annotated):
        trained = train_on(themes.known, names.use, annotated, docs)
        themes.learn(replace(themes.known, hints=trained.hints), trained.model)
        chosen = trained.themes
    progress("training", steps, steps)
    return report_of(annotated, trial, weights, chosen)
