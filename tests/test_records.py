from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import (
    Acronym,
    Extraction,
    Link,
    Mention,
    MethodRelation,
    NamedEntity,
    Paper,
    Result,
    Span,
)
from kg.records import from_record, to_record
from kg.vocabulary import LINK_RELATIONS, METHOD_RELATIONS, ROLES

PAPER = Paper("paper/1", "LoRA <b>fast</b>", "We use LoRA.")
KINDS = list(ROLES)

FIELDS = st.sampled_from(["title", "abstract"])
PLACES = st.integers(0, 5_000)
TEXTS = st.text(max_size=20)
SURE = st.floats(0, 1, exclude_min=True)
MENTIONS = st.builds(Mention, FIELDS, PLACES, PLACES, TEXTS, TEXTS)
ENTITIES = st.sampled_from([(kind, role) for kind in ROLES for role in ROLES[kind]]).flatmap(
    lambda what: st.builds(
        NamedEntity,
        st.just(what[0]),
        TEXTS,
        st.lists(TEXTS, max_size=3).map(tuple),
        st.just(what[1]),
        SURE,
        st.lists(MENTIONS, max_size=3).map(tuple),
    )
)
LINKS = st.builds(Link, TEXTS, st.sampled_from(sorted(LINK_RELATIONS)), FIELDS, PLACES, PLACES)
MAYBE = st.none() | TEXTS
RESULTS = st.builds(
    Result,
    st.decimals(allow_nan=False, allow_infinity=False).map(str),
    TEXTS,
    MAYBE,
    MAYBE,
    MAYBE,
    st.sampled_from(["absolute", "gain"]),
    FIELDS,
    PLACES,
    PLACES,
)
RELATIONS = st.builds(
    MethodRelation,
    TEXTS,
    st.sampled_from(METHOD_RELATIONS),
    TEXTS,
    SURE,
    FIELDS,
    PLACES,
    PLACES,
)
EXTRACTIONS = st.builds(
    Extraction,
    st.lists(ENTITIES, max_size=5).map(tuple),
    st.lists(LINKS, max_size=3).map(tuple),
    st.lists(RESULTS, max_size=3).map(tuple),
    st.lists(st.builds(Acronym, TEXTS, TEXTS), max_size=3).map(tuple),
    st.lists(st.builds(Span, FIELDS, PLACES, PLACES), max_size=3).map(tuple),
    st.lists(RELATIONS, max_size=3).map(tuple),
)


def by_kind(extraction: Extraction) -> Extraction:
    """Return the extraction with its entities one kind after the other."""
    ordered = sorted(extraction.entities, key=lambda entity: KINDS.index(entity.kind))
    return Extraction(
        tuple(ordered),
        extraction.links,
        extraction.results,
        extraction.acronyms,
        extraction.sentences,
        extraction.relations,
    )


@settings(deadline=None)
@given(EXTRACTIONS)
def test_records_come_back_as_they_went(extraction: Extraction) -> None:
    extraction = by_kind(extraction)
    assert from_record(to_record(PAPER, extraction)) == extraction


@settings(deadline=None)
@given(EXTRACTIONS)
def test_records_come_back_through_json(extraction: Extraction) -> None:
    record = to_record(PAPER, extraction)
    assert from_record(json.loads(json.dumps(record))) == by_kind(extraction)
    assert json.loads(json.dumps(record)) == record


def test_record_is_what_the_command_prints() -> None:
    extraction = Extraction(
        (
            NamedEntity("theme", "tuning", confidence=0.5),
            NamedEntity(
                "method",
                "LoRA",
                ("low-rank adaptation",),
                "used",
                0.97,
                (Mention("abstract", 7, 11, "LoRA", "mixed"),),
            ),
            NamedEntity("dataset", "GLUE", (), "mentioned", 0.8),
        ),
        (Link("https://github.com/ada/engine", "code", "abstract", 0, 2),),
        (Result("2.08", "", "FID", None, "LoRA", "gain", "abstract", 3, 6),),
        (Acronym("LoRA", "low-rank adaptation"),),
        (Span("abstract", 0, 12),),
        (MethodRelation("LoRA", "extends", "tuning", 0.9, "abstract", 3, 11),),
    )
    assert to_record(PAPER, extraction) == {
        "id": "paper/1",
        "title": "LoRA <b>fast</b>",
        "methods": [
            {
                "name": "LoRA",
                "aliases": ["low-rank adaptation"],
                "role": "used",
                "confidence": 0.97,
                "mentions": [
                    {"field": "abstract", "start": 7, "end": 11, "text": "LoRA", "rule": "mixed"}
                ],
            }
        ],
        "datasets": [
            {
                "name": "GLUE",
                "aliases": [],
                "role": "mentioned",
                "confidence": 0.8,
                "mentions": [],
            }
        ],
        "tasks": [],
        "metrics": [],
        "themes": [{"name": "tuning", "aliases": [], "confidence": 0.5, "mentions": []}],
        "links": [
            {
                "url": "https://github.com/ada/engine",
                "kind": "code",
                "field": "abstract",
                "start": 0,
                "end": 2,
            }
        ],
        "results": [
            {
                "value": "2.08",
                "unit": "",
                "metric": "FID",
                "dataset": None,
                "method": "LoRA",
                "kind": "gain",
                "field": "abstract",
                "start": 3,
                "end": 6,
            }
        ],
        "relations": [
            {
                "source": "LoRA",
                "relation": "extends",
                "target": "tuning",
                "confidence": 0.9,
                "field": "abstract",
                "start": 3,
                "end": 11,
            }
        ],
        "acronyms": [{"short": "LoRA", "long": "low-rank adaptation"}],
        "sentences": [{"field": "abstract", "start": 0, "end": 12}],
    }


@pytest.mark.parametrize("key", ["methods", "themes", "links", "results", "acronyms", "sentences"])
def test_record_without_a_list_is_refused(key: str) -> None:
    record = to_record(PAPER, Extraction())
    del record[key]
    with pytest.raises(KeyError, match=key):
        from_record(record)
