"""What shapes cannot say: quotes stand in their texts, statements and their evidence agree.

Each sub-select is one scan; they are joined as wholes, not node by node (see `kg.check.queries`).
"""

from __future__ import annotations

from kg.check.queries import Rule
from kg.vocabulary import RELATIONS, relation_iri

READ_FROM_TEXT = sorted(set(RELATIONS) - {"listedOn", "broader"})
"""The relations that need evidence."""


def _scans(*triples: str) -> str:
    """Return a pattern that joins triples, each of which is scanned as a whole."""
    return " ".join(f"{{ SELECT * {{ {triple} }} }}" for triple in triples)


_RELATIONS = " ".join(f"<{relation_iri(name)}>" for name in READ_FROM_TEXT)
_STATED = f"{{ SELECT * {{ VALUES ?path {{ {_RELATIONS} }} ?where ?path ?value }} }}"
_MENTIONS = _scans(
    "?mention itsrdf:taIdentRef ?value",
    "?mention kg:supports ?path",
    "?mention nif:referenceContext ?context",
    "?context dcterms:isPartOf ?paper",
)
_SUPPORTED = f"""{{
    SELECT ?mention ?where ?path ?value {{
        {_MENTIONS}
        OPTIONAL {{ SELECT * {{ ?mention rdf:subject ?subject }} }}
        BIND (COALESCE(?subject, ?paper) AS ?where)
    }}
}}"""
_SPANS = _scans(
    "?where nif:beginIndex ?begin",
    "?where nif:endIndex ?end",
    "?where nif:referenceContext ?context",
)
_SENTENCES = _scans(
    "?where nif:sentence ?sentence",
    "?sentence nif:beginIndex ?from",
    "?sentence nif:endIndex ?to",
    "?sentence nif:referenceContext ?text",
)
_QUOTES = _scans("?where nif:anchorOf ?value", "?context nif:isString ?text")
_TEXTS = _scans("?where nif:isString ?text", "?where dcterms:isPartOf ?paper")
_OWNERS = _scans("?value nif:referenceContext ?context", "?context dcterms:isPartOf ?paper")

RULES = (
    Rule(
        "statements and their evidence",
        f"""
        SELECT DISTINCT ?where ?path ?value ("a mention that supports it" AS ?wanted) {{
            {_STATED} MINUS {{ {_SUPPORTED} }}
        }}""",
    ),
    Rule(
        "mentions and their statements",
        f"""
        SELECT DISTINCT (?mention AS ?node) ("kg:supports" AS ?property) (?path AS ?shown)
               ("a statement of its paper" AS ?wanted) {{
            {_SUPPORTED} MINUS {{ {_STATED} }}
        }}""",
    ),
    Rule(
        "quotes",
        f"""
        SELECT ?where ("nif:anchorOf" AS ?property) ?value ?wanted {{
            {_QUOTES} {_SPANS}
            BIND (SUBSTR(?text, ?begin + 1, ?end - ?begin) AS ?wanted)
            FILTER (!COALESCE(STR(?value) = ?wanted, false))
        }}""",
    ),
    Rule(
        "sentences",
        f"""
        SELECT ?where ("nif:sentence" AS ?property) ?sentence
               ("a sentence around it" AS ?wanted) {{
            {_SENTENCES} {_SPANS}
            FILTER (!COALESCE(?from <= ?begin && ?end <= ?to && sameTerm(?text, ?context), false))
        }}""",
    ),
    Rule(
        "texts and their papers",
        f"""
        SELECT ?where ("nif:isString" AS ?property) ?text
               ("the title or the abstract of its paper" AS ?wanted) {{
            {_TEXTS} MINUS {{ ?paper dcterms:title|dcterms:abstract ?text }}
        }}""",
    ),
    Rule(
        "results and their papers",
        f"""
        SELECT ?paper ("kg:claims" AS ?property) ?value
               ("a result in its own text" AS ?wanted) {{
            ?paper kg:claims ?value MINUS {{ {_OWNERS} }}
        }}""",
    ),
)
