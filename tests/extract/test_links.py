import json
from pathlib import Path

import pytest

from kg.extract.links import links_in

GOLD = Path(__file__).parents[2] / ".." / "shared" / "gold"
CODE = "https://github.com/ada/engine"


@pytest.mark.parametrize(
    ("text", "url"),
    [
        (f"Code is at {CODE}.", CODE),
        (f"Code ({CODE}), models later.", CODE),
        (f"Code is at '{CODE}'!", CODE),
        (f"Code is at {CODE} .", CODE),
        (f"Code is at {CODE}.We thank all.", CODE),
        (f"Code: {CODE}{{here}}", CODE),
        (f"Code: {CODE}{{{CODE}}}", CODE),
        (f"Code: {CODE}{CODE}", CODE),
        (rf"Code: \url{{{CODE}}}.", CODE),
        (rf"Code: \href{{{CODE}}}{{here}}.", CODE),
        (f"Code: [here]({CODE}).", CODE),
        (f"Code: <{CODE}>", CODE),
        (f'Code: <a href="{CODE}">this https URL</a>', CODE),
        ("Code: github.com/ada/engine.", CODE),
        ("Code: https://github.com/ ada/engine.", CODE),
        ("Code: github. com/ada/engine", CODE),
        ("Code: https: // github. com/ ada/ engine .", CODE),
        ("Code: https://github.com/ada/ first-engine.", "https://github.com/ada/first-engine"),
        ("Code: https://github.com/ada/ TinyEngine", "https://github.com/ada/TinyEngine"),
        ("Code: https://github.com/ada/ soon.", "https://github.com/ada/"),
        ("Code: https://github.com/ada/ State-of-the-art work.", "https://github.com/ada/"),
        ("Code: https://github$.$com/ada/engine", CODE),
        ("Code: https://github.com//ada/engine", CODE),
        (rf"Code: \verb+{CODE}+.", CODE),
        (f"Code: {{$ {CODE}$}}", CODE),
        (f"Code: {CODE}.Warning: it is slow.", CODE),
        (f"Code: {CODE}.(The rest comes later)", CODE),
        (f"Code: https://{CODE}", CODE),
        ("Page: https://ada-lab. github.io/engine/.", "https://ada-lab.github.io/engine/"),
        ("Page: https://ada- lab.github. io/engine", "https://ada-lab.github.io/engine"),
        ("Page: ada.github. io.", "https://ada.github.io"),
        ("Page: https://ada.github.io//", "https://ada.github.io/"),
        ("Code: HTTPS://GitHub.com/Ada/Engine", "https://github.com/Ada/Engine"),
        (f"Code: {CODE}#part.", CODE + "#part"),
        (f"Code: {CODE}/tree/main/x_y", CODE + "/tree/main/x_y"),
        (rf"Code: {CODE}\_two", CODE + "_two"),
        ("Page: http://ada.example.org/a/", "http://ada.example.org/a/"),
        ("Page: https://e.org/a_(b)", "https://e.org/a_(b)"),
        ("Page: ada.github.io.", "https://ada.github.io"),
        ("Data at huggingface.co/datasets/ada/x", "https://huggingface.co/datasets/ada/x"),
        ("See anonymous.4open.science/r/x-1/", "https://anonymous.4open.science/r/x-1/"),
        ("Data: https://doi.org/10.5281/zenodo.12345.", "https://doi.org/10.5281/zenodo.12345"),
        ("Plan: osf.io/abcde), and", "https://osf.io/abcde"),
    ],
)
def test_links_are_cleaned(text: str, url: str) -> None:
    assert [link.url for link in links_in(text)] == [url]


@pytest.mark.parametrize(
    "text",
    [
        "Code will be on GitHub.",
        "Code will be on github.com soon.",
        "as in [Ada et al.](https://arxiv.org/abs/1843.00001)",
        'a tag <x xmlns:m="http://www.w3.org/1998/Math/MathML">',
        "a tag <x xmlns='http://ada.example.org/ns'>",
        "broken https://, https://github and http://x",
        "Code will be at https://github.com/ or www.github.com.",
        "Code will be at https://github.com/open_upon_acceptance.",
        "as in https://doi.org/10.1000/182",
        "mail ada@github.com/x",
        "Code: https://[ada/engine and http://[::1/x",
        "e.g. this i.e. that, 3.14 and Node.js",
        "",
    ],
)
def test_no_link_is_invented(text: str) -> None:
    assert list(links_in(text)) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (f"Our code and data are available at {CODE}", "code"),
        (f"The dataset is available at {CODE}", "data"),
        (f"We release the model at {CODE}", "model"),
        (f"The list of papers is at {CODE}", "list"),
        (f"See {CODE}", "code"),
        (f"It beats every model. {CODE}", "code"),
        ("The package can be downloaded: https://e.org/x", "package"),
        ("It can be downloaded: https://e.org/x", "data"),
        ("Records: https://doi.org/10.5281/zenodo.1", "data"),
        ("Code comes later. Project page: https://e.org/x", "project"),
        ("A demo is at https://e.org/x", "demo"),
        ("More at https://ada.github.io", "project"),
        ("More at https://huggingface.co/ada/x", "model"),
        ("More at https://huggingface.co/spaces/ada/x", "demo"),
        ("More at https://pypi.org/project/x", "package"),
        ("More at https://e.org/x", "other"),
    ],
)
def test_kind_comes_from_words_then_from_host(text: str, kind: str) -> None:
    assert [link.kind for link in links_in(text)] == [kind]


def test_second_link_has_its_own_words() -> None:
    text = f"Code: {CODE} and data: https://huggingface.co/ada/x"
    assert [link.kind for link in links_in(text)] == ["code", "data"]


def test_place_covers_what_the_text_says() -> None:
    text = "Code: https://github.com/ ada/engine."
    [link] = links_in(text)
    assert text[link.start : link.end] == "https://github.com/ ada/engine"


@pytest.mark.skipif(not GOLD.exists(), reason="needs the annotated abstracts")
@pytest.mark.parametrize("name", ["seeds-dev.jsonl", "train.jsonl"])
def test_annotated_links_are_found_and_none_invented(name: str) -> None:
    lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
    for record in map(json.loads, lines):
        found = {link.url.rstrip("/") for link in links_in(record["abstract"])}
        assert found == {link["url"].rstrip("/") for link in record["links"]}
