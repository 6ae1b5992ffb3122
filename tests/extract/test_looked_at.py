"""The names that were looked at before it was decided what they are."""

from pathlib import Path

import pytest

from kg.errors import SourceError
from kg.extract import Pipeline, extract
from kg.extract.looked_at import candidates
from kg.model import Paper
from kg.sample import PAGES
from kg.sources import read

PONDS = Paper(
    "paper/x", "MarLin: Nets for Ponds", "We propose MarLin. MarLins beat BERT on PondQA."
)


def test_all_forms_of_a_paper_sorted() -> None:
    [forms] = candidates([PONDS])
    assert {"MarLin", "BERT", "PondQA"} <= set(forms)
    assert list(forms) == sorted(set(forms))


def test_whatever_is_read_was_looked_at() -> None:
    papers = read(PAGES).papers
    assert len(papers) > 40
    more = 0
    for reading, forms in zip(extract(papers), candidates(papers), strict=True):
        named = [each for each in reading.entities if each.kind != "theme"]
        found = {mention.text for each in named for mention in each.mentions}
        assert found <= set(forms)
        more += len(forms) - len(found)
    # What lies below the cut is what this is for.
    assert more > len(papers)


def test_papers_are_looked_at_one_by_one() -> None:
    def papers() -> object:
        yield Paper("paper/none", "", "")
        yield PONDS
        raise AssertionError

    found = candidates(papers())  # type: ignore[arg-type]
    assert next(found) == ()
    assert "MarLin" in next(found)


def test_no_papers() -> None:
    assert list(candidates([])) == []


def test_folder_without_a_pipeline_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=str(tmp_path)):
        list(candidates([PONDS], Pipeline(tmp_path)))


@pytest.mark.parametrize("text", ["\0", "\u202e", "(" * 3000, "A-" * 3000, "\U0001f600\ufeff"])
def test_any_text(text: str) -> None:
    [forms] = candidates([Paper("paper/x", text, text)])
    assert all(form and form in text for form in forms)
