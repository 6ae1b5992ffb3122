"""A folder in, the spaCy pipeline that it holds out; papers in, plain values out."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

import spacy
from spacy.util import load_config, load_model_from_config

from kg.errors import KgError, SourceError
from kg.extract import SHIPPED
from kg.extract.documents import make_doc
from kg.extract.extraction import to_extraction
from kg.extract.factories import FACTORIES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from spacy.language import Language

    from kg.extract.themes import ThemeReader
    from kg.lexicon import Theme
    from kg.model import Extraction, Paper

CONFIG = Path(__file__).with_name("config.cfg")
"""What a pipeline is made of."""


def open_pipeline(folder: Path = SHIPPED, themes: Sequence[Theme] = ()) -> Language:
    """Return the pipeline in a folder that `kg train` wrote, the shipped one unless said.

    `themes` are added to its scheme. Raises `SourceError` where the folder holds none.
    """
    try:
        nlp = spacy.load(folder)
    except KgError:
        raise
    # What spaCy finds wrong with a folder has no class of its own.
    except (OSError, ValueError, LookupError, TypeError, AttributeError) as error:
        problem = "holds no pipeline that can be opened; write one: kg train ANNOTATIONS -o DIR"
        raise SourceError(str(folder), 0, problem) from error
    if missing := FACTORIES.keys() - set(nlp.pipe_names):
        raise SourceError(str(folder), 0, f"a pipeline without {min(missing)}; train one: kg train")
    if themes:
        cast("ThemeReader", nlp.get_pipe("kg_themes")).add(themes)
    return nlp


def pipeline_to_train(start: Path = SHIPPED) -> Language:
    """Return the pipeline as `CONFIG` describes it, its components as the one in `start` left them.

    Raises `SourceError` where the folder holds none.
    """
    nlp = load_model_from_config(load_config(CONFIG), auto_fill=True)
    for name, component in nlp.components:
        if hasattr(component, "from_disk"):
            component.from_disk(start / name)
    return nlp


def write_pipeline(nlp: Language, folder: Path) -> None:
    """Write a pipeline for `open_pipeline` and `spacy.load`: the same bytes for the same parts.

    What no component needs is left out: spaCy's vocabulary fills itself as texts are read.
    """
    nlp.meta.update(
        name="papers",
        description="Methods, data sets, tasks, themes and metrics in the text of papers.",
        # All of what is written are tables of our own.
        spacy_version=">=3.8,<4",
    )
    nlp.to_disk(folder, exclude=["vocab"])


def extractions(nlp: Language, papers: Iterable[Paper]) -> Iterator[Extraction]:
    """Yield what `nlp` reads in each paper, in the same order."""
    pairs = ((make_doc(nlp, paper), paper) for paper in papers)
    for doc, paper in nlp.pipe(pairs, as_tuples=True):
        yield to_extraction(doc, paper)
