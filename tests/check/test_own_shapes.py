"""Shapes of one's own: each part of SHACL Core that is known, as pySHACL reads it; or refused."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from kg.check.constraints import CONSTRAINTS
from kg.check.severities import SEVERITIES
from kg.check.shapes import read_shapes
from kg.errors import KgError, ShapesError
from tests.check.shacl import broken_in, by_kg, by_pyshacl, severities_by_pyshacl

if TYPE_CHECKING:
    from pathlib import Path

PREFIXES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix ex: <http://example.org/> .
"""
DATA = """
ex:Kite rdfs:subClassOf ex:Toy . ex:BoxKite rdfs:subClassOf ex:Kite .
ex:a a ex:Kite ; ex:size 1 ; ex:most 2 ; ex:name "red" ;
    ex:on ex:b ; ex:when "2024-02-03"^^xsd:date .
ex:b a ex:BoxKite ; ex:size 5, 6 ; ex:most 5 ; ex:name "blue", "Blau"@de ; ex:on ex:c, ex:a .
ex:c a ex:Ball, ex:Toy ; ex:size "big" ; ex:most 9 ; ex:on "nothing" ; ex:name ex:red .
ex:d a ex:Toy ; ex:size 2.5 ; ex:most 2 ; ex:when "soon" .
ex:e a ex:Toy ; ex:name "" .
"""
TOYS = "sh:targetClass ex:Toy"
NO_NAME = "sh:path ex:name ; sh:maxCount 0"
OF_TOYS = {
    "class": "sh:path ex:on ; sh:class ex:Toy",
    "datatype": "sh:path ex:size ; sh:datatype xsd:integer",
    "a date": "sh:path ex:when ; sh:datatype xsd:date",
    "a language": "sh:path ex:name ; sh:datatype xsd:string",
    "in": 'sh:path ex:name ; sh:in ( "red" ex:red 5 )',
    "in nothing": "sh:path ex:name ; sh:in ()",
    "lessThan": "sh:path ex:size ; sh:lessThan ex:most",
    "lessThanOrEquals": "sh:path ex:size ; sh:lessThanOrEquals ex:most",
    "maxCount": "sh:path ex:name ; sh:maxCount 1",
    "none": "sh:path ex:name ; sh:maxCount 0",
    "minCount": "sh:path ex:on ; sh:minCount 1",
    "two": "sh:path ex:on ; sh:minCount 2",
    "one or two": "sh:path ex:on ; sh:minCount 1 ; sh:maxCount 2",
    "maxExclusive": "sh:path ex:size ; sh:maxExclusive 5",
    "maxInclusive": "sh:path ex:size ; sh:maxInclusive 5",
    "minExclusive": "sh:path ex:size ; sh:minExclusive 1",
    "minInclusive": "sh:path ex:size ; sh:minInclusive 2",
    "maxLength": "sh:path ex:name ; sh:maxLength 3",
    "minLength": "sh:path ex:name ; sh:minLength 4",
    "pattern": 'sh:path ex:name ; sh:pattern "^b"',
    "flags": 'sh:path ex:name ; sh:pattern "^b" ; sh:flags "i"',
    "a pattern with quotes": r'sh:path ex:name ; sh:pattern "[\"\\\\]"',
    **{
        f"nodeKind {kind}": f"sh:path ex:name ; sh:nodeKind sh:{kind}"
        for kind in (
            *("IRI", "Literal", "BlankNode"),
            *("BlankNodeOrIRI", "BlankNodeOrLiteral", "IRIOrLiteral"),
        )
    },
    "or": """sh:path ex:size ;
        sh:or ( [ sh:datatype xsd:string ] [ sh:minInclusive 3 ; sh:maxInclusive 5 ] )""",
    "or a class": "sh:path ex:on ; sh:or ( [ sh:class ex:Ball ] [ sh:class ex:BoxKite ] )",
    "or both": "sh:path ex:on ; sh:or ( [ sh:class ex:Ball ] [ sh:nodeKind sh:Literal ] )",
    "several": "sh:path ex:size ; sh:datatype xsd:integer ; sh:minInclusive 2 ; sh:maxCount 1",
    "inversePath": "sh:path [ sh:inversePath ex:on ] ; sh:minCount 1",
    "a sequence": "sh:path ( ex:on ex:name ) ; sh:minLength 4",
    "alternativePath": "sh:path [ sh:alternativePath ( ex:name ex:when ) ] ; sh:minCount 2",
    "zeroOrMorePath": "sh:path [ sh:zeroOrMorePath ex:on ] ; sh:class ex:Toy",
    "oneOrMorePath": "sh:path [ sh:oneOrMorePath ex:on ] ; sh:maxCount 2",
    "zeroOrOnePath": "sh:path [ sh:zeroOrOnePath ex:on ] ; sh:nodeKind sh:IRI",
    "paths in paths": """sh:maxCount 2 ; sh:path (
        [ sh:inversePath ex:on ]
        [ sh:zeroOrMorePath [ sh:alternativePath ( ex:on ex:name ) ] ]
    )""",
    "deactivated": "sh:path ex:name ; sh:maxCount 0 ; sh:deactivated true",
    "with words": """sh:path ex:name ; sh:maxCount 0 ; sh:name "name" ; sh:message "none" ;
        sh:description "what it is called" ; sh:severity sh:Warning ; sh:order 1""",
}
TARGETS = {
    "targetClass": "sh:targetClass ex:Kite",
    "several classes": "sh:targetClass ex:Kite, ex:Ball",
    "targetNode": "sh:targetNode ex:c, ex:nobody",
    "targetObjectsOf": "sh:targetObjectsOf ex:on",
    "targetSubjectsOf": "sh:targetSubjectsOf ex:on",
    "of two sorts": "sh:targetSubjectsOf ex:when ; sh:targetClass ex:Ball",
}
WHOLE = {
    **{
        f"values: {name}": f"ex:S a sh:NodeShape ; {TOYS} ; sh:property [ {text} ] ."
        for name, text in OF_TOYS.items()
    },
    **{
        f"nodes: {name}": f"ex:S {text} ; sh:nodeKind sh:IRI ; sh:class ex:BoxKite ."
        for name, text in TARGETS.items()
    },
    "a property shape alone": f"ex:S {TOYS} ; sh:path ex:name ; sh:minCount 1 .",
    "a shape without target": f"ex:S a sh:NodeShape ; sh:property [ {NO_NAME} ] .",
    "a shape that is off": f"ex:S {TOYS} ; sh:deactivated true ; sh:property [ {NO_NAME} ] .",
    "nodes of either class": """ex:S sh:targetObjectsOf ex:on ;
        sh:or ( [ sh:class ex:Ball ] [ sh:class ex:Kite ] ) .""",
}


def in_a_graph(text: str) -> list[Quad]:
    name = NamedNode("http://example.org/graph")
    found = parse(PREFIXES + text, format=RdfFormat.TURTLE)
    return [Quad(quad.subject, quad.predicate, quad.object, name) for quad in found]


def shapes_in(folder: Path, text: str) -> Path:
    path = folder / "own.ttl"
    path.write_text(PREFIXES + text, encoding="utf-8")
    return path


@pytest.mark.parametrize("name", WHOLE)
def test_shapes_mean_what_they_mean_to_pyshacl(tmp_path: Path, name: str) -> None:
    path = shapes_in(tmp_path, WHOLE[name])
    data = in_a_graph(DATA)
    assert by_kg(broken_in(tmp_path / "output", data, path), base="") == by_pyshacl(data, path)


def test_the_examples_find_something_and_cover_what_is_known(tmp_path: Path) -> None:
    known = {name for name in CONSTRAINTS if any(f"sh:{name} " in text for text in WHOLE.values())}
    assert known == set(CONSTRAINTS)
    data = in_a_graph(DATA)
    silent = [
        name for name, text in WHOLE.items() if not by_pyshacl(data, shapes_in(tmp_path, text))
    ]
    assert silent == [
        "values: nodeKind IRIOrLiteral",
        "values: deactivated",
        "a shape without target",
        "a shape that is off",
    ]


def test_what_was_wanted_is_said(tmp_path: Path) -> None:
    text = f"""ex:S {TOYS} ;
        sh:property [ sh:path ex:size ; sh:datatype xsd:integer ; sh:minInclusive 2 ] ;
        sh:property [ sh:path ex:name ; sh:maxCount 1 ] ;
        sh:property [ sh:path ex:on ; sh:class ex:Toy ; sh:message "another toy" ] ."""
    broken = broken_in(tmp_path / "output", in_a_graph(DATA), shapes_in(tmp_path, text))
    there = "http://example.org/"
    assert {
        (each.where.removeprefix(there), each.value.removeprefix(there), each.wanted)
        for rule in broken
        for each in rule.problems
    } == {
        ("a", "1", "at least 2"),
        ("b", "(2 values)", "at most 1 value"),
        ("c", "nothing", "another toy"),
        ("c", "big", "an xsd:integer, at least 2"),
        ("d", "2.5", "an xsd:integer"),
    }
    assert [rule.rule for rule in broken] == [
        f"<{there}{name}> of {there}Toy".replace("<", "").replace(">", "")
        for name in ("name", "on", "size")
    ]


def test_severities_are_those_of_pyshacl(tmp_path: Path) -> None:
    """That of a node shape is not that of the property shapes in it, which say their own."""
    path = shapes_in(
        tmp_path,
        f"""ex:S {TOYS} ; sh:severity sh:Warning ; sh:nodeKind sh:BlankNode ;
            sh:property [ sh:path ex:on ; sh:minCount 1 ] ;
            sh:property [ sh:path ex:name ; sh:maxCount 0 ; sh:severity sh:Info ] .
        ex:T {TOYS} ; sh:property [ sh:path ex:name ; sh:maxCount 0 ; sh:severity sh:Violation ] .
        ex:U {TOYS} ; sh:property [ sh:path ex:size ; sh:maxCount 1 ; sh:severity sh:Warning ] .""",
    )
    data = in_a_graph(DATA)
    broken = broken_in(tmp_path / "output", data, path)
    found = {(each.where, rule.severity) for rule in broken for each in rule.problems}
    assert found == severities_by_pyshacl(data, path)
    assert {severity for _, severity in found} == {"violation", "warning", "info"}
    said = [rule.severity for rule in broken]
    assert said == sorted(said, key=SEVERITIES.index)


REFUSED = {
    f"ex:S {TOYS} ; sh:severity ex:Bad .": "is no value for sh:severity",
    f'ex:S {TOYS} ; sh:severity "Warning" .': "is no value for sh:severity",
    "ex:S sh:not [ sh:class ex:Toy ] .": "sh:not: not known to kg check; it knows sh:class, ",
    'ex:S sh:sparql [ sh:select "" ] .': "sh:select, sh:sparql: not known to kg check",
    "ex:S a sh:NodeShape, rdfs:Class .": "rdfs:Class: not known to kg check",
    f"ex:S {TOYS} ; sh:minCount 1 .": "sh:minCount and sh:maxCount need a sh:path",
    f"ex:S {TOYS} ; sh:property [ sh:minCount 1 ] .": "a property shape has no sh:path",
    f"ex:S {TOYS} ; sh:property [ sh:path ex:p ; sh:minCount -1 ] .": "is no value for sh:minCount",
    f'ex:S {TOYS} ; sh:property [ sh:path "p" ] .': '"p" is no value for sh:path',
    f"ex:S {TOYS} ; sh:property [ sh:path ex:p ; sh:property [ sh:path ex:q ] ] .": "sh:property",
    f"ex:S {TOYS} ; sh:nodeKind ex:Kite .": "is no value for sh:nodeKind",
    f"ex:S {TOYS} ; sh:class [] .": "is no value for sh:class",
    "ex:S sh:targetClass [] ; sh:class ex:Toy .": "is no value for sh:targetClass",
    f"ex:S {TOYS} ; sh:or ( [ sh:class ex:a ; sh:minLength 1 ] ) .": "sh:or is not known",
    f"ex:S {TOYS} ; sh:or ( [ sh:property [ sh:path ex:p ] ] ) .": "sh:or is not known",
    f"ex:S {TOYS} ; sh:property [ sh:path _:p ] . _:p sh:inversePath _:p .": "nested too deep",
}


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_known_is_refused_in_one_line(tmp_path: Path, text: str) -> None:
    path = shapes_in(tmp_path, text)
    with pytest.raises(ShapesError) as raised:
        read_shapes(path)
    assert REFUSED[text] in str(raised.value)
    assert str(raised.value).startswith(f"{path}: ")
    assert "\n" not in str(raised.value)


def test_what_is_no_turtle_is_refused_with_its_line(tmp_path: Path) -> None:
    path = shapes_in(tmp_path, "ex:S a ;")
    with pytest.raises(ShapesError, match=r"own\.ttl:6: not Turtle: "):
        read_shapes(path)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(KgError, match=r"none\.ttl: cannot be read: No such file"):
        read_shapes(tmp_path / "none.ttl")
