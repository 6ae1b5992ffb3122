from pathlib import Path

import pytest

from kg.errors import AliasError
from kg.lexicon import (
    FILES,
    Theme,
    load,
    merged,
    read_added,
    read_rows,
    read_themes,
    themes,
    write_themes,
)

SKOS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n@prefix c: <https://e.org/> .\n"


def test_rows_keep_order_and_skip_comments(tmp_path: Path) -> None:
    file = tmp_path / "names.tsv"
    file.write_text("# names\nLoRA\tlow-rank adaptation\n\nAdam\n", encoding="utf-8")
    assert read_rows(file) == (("LoRA", "low-rank adaptation"), ("Adam",))


@pytest.mark.parametrize(
    ("content", "line", "problem"),
    [
        pytest.param(b"LoRA\n\tAdam\n", 2, "empty name", id="no canonical name"),
        pytest.param(b"LoRA\t\tlow-rank adaptation\n", 1, "empty name", id="two tabs"),
        pytest.param(b"# x\n\nLoRA\tLoRA\n", 3, "twice", id="repeated name"),
        pytest.param(b"LoRA\nAd\xffam\n", 2, "UTF-8", id="other encoding"),
    ],
)
def test_malformed_rows_are_refused(
    tmp_path: Path, content: bytes, line: int, problem: str
) -> None:
    file = tmp_path / "names.tsv"
    file.write_bytes(content)
    with pytest.raises(AliasError, match=problem) as caught:
        read_rows(file)
    assert (caught.value.path, caught.value.line) == (str(file), line)


def test_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(AliasError, match=r"^\S+none.tsv: cannot be read: [^\n]+$"):
        read_rows(tmp_path / "none.tsv")


def skos(path: Path, text: str) -> Path:
    path.write_text(SKOS + text, encoding="utf-8")
    return path


def test_themes_have_labels_and_broader_ones(tmp_path: Path) -> None:
    file = skos(
        tmp_path / "themes.ttl",
        'c:b skos:prefLabel "pruning"@en, "Beschneidung"@de ; skos:altLabel "sparsity"@en ;\n'
        'skos:broader c:a , c:gone .\nc:a skos:prefLabel "compression"@en .\n',
    )
    compression, pruning = read_themes(file)
    assert (compression.label, compression.broader) == ("compression", ())
    assert (pruning.label, pruning.alt_labels) == ("pruning", ("Beschneidung", "sparsity"))
    assert pruning.broader == (compression.id, "https://e.org/gone")


def test_added_themes_join_the_scheme(tmp_path: Path) -> None:
    scheme = (Theme("s:compression", "compression"), Theme("s:quantization", "quantization"))
    file = skos(
        tmp_path / "more.ttl",
        'c:q skos:prefLabel "Quantisations" ; skos:altLabel "quantization" ; skos:broader c:n .\n'
        'c:c skos:prefLabel "compressions" ; skos:altLabel "shrinking" .\n'
        'c:n skos:prefLabel "number formats" ; skos:broader c:c , c:gone .\n',
    )
    found = {theme.id: theme for theme in merged(scheme, read_themes(file))}
    assert found["s:compression"].alt_labels == ("compressions", "shrinking")
    assert found["https://e.org/n"].broader == ("s:compression",)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param("c:b skos:altLabel 'x' .", "no concept", id="no label"),
        pytest.param("c:b skos:prefLabel '?!' .", "no letter or digit", id="no letter"),
        pytest.param(
            "c:b skos:prefLabel 'tides' ; skos:altLabel 'pruning' .",
            "'pruning' names both", id="one name for two",
        ),
        pytest.param(
            "c:b skos:prefLabel 'tides' ; skos:broader c:c . "
            "c:c skos:prefLabel 'seas' ; skos:broader c:b .",
            "broader than itself", id="circle",
        ),
        pytest.param("c:b skos:prefLabel", "not Turtle", id="no Turtle"),
    ],
)  # fmt: skip
def test_bad_themes_are_one_line(tmp_path: Path, text: str, problem: str) -> None:
    file = skos(tmp_path / "more.ttl", text)
    with pytest.raises(AliasError, match=problem) as caught:
        read_added([file], themes())
    assert caught.value.path == str(file)
    assert "\n" not in str(caught.value)


def test_written_themes_come_back(tmp_path: Path) -> None:
    written = (
        Theme("https://e.org/a", 'a "quoted" one', ("b",), ("https://e.org/c",)),
        Theme("https://e.org/c", "c"),
    )
    write_themes(tmp_path / "a.ttl", reversed(written))
    assert read_themes(tmp_path / "a.ttl") == written


def test_broken_turtle_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "themes.ttl"
    file.write_text(SKOS + "c:b skos:prefLabel .\n", encoding="utf-8")
    with pytest.raises(AliasError) as caught:
        read_themes(file)
    assert caught.value.line == 3


def test_missing_scheme_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(AliasError, match="cannot be read"):
        read_themes(tmp_path / "none.ttl")


@pytest.mark.parametrize("kind", FILES)
def test_shipped_lexicon_has_each_canonical_name_once(kind: str) -> None:
    canonical = [row[0] for row in load(kind)]
    assert len(canonical) == len(set(canonical)) > 100


def test_shipped_scheme_has_each_label_once() -> None:
    labels = [theme.label for theme in themes()]
    assert len(labels) == len(set(labels)) >= 600
