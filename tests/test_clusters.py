"""Clusters of words that are used alike: mined from a corpus, packed, looked up."""

from __future__ import annotations

import random
import subprocess
import sys
from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from kg.errors import AliasError
from kg.extract import SHIPPED
from kg.lexicon.clusters import FILE, UNKNOWN, Clusters, clusters_of, packed_clusters
from kg.lexicon.mined import MinedTable

KNOWN = {"pond": Clusters(3, 41), "walks": Clusters(3, 40), "0": Clusters(7, 7)}


@pytest.mark.parametrize(
    ("word", "clusters"),
    [
        ("pond", KNOWN["pond"]),
        ("walks", KNOWN["walks"]),
        ("2", KNOWN["0"]),
        ("91.5", KNOWN["0"]),
        ("3d", KNOWN["0"]),
        ("toad", UNKNOWN),
        ("Pond", UNKNOWN),
        ("", UNKNOWN),
        ("#", UNKNOWN),
        ("# word", UNKNOWN),
    ],
)
def test_clusters_of_a_word(word: str, clusters: Clusters) -> None:
    assert clusters_of(MinedTable(packed_clusters(KNOWN)))(word) == clusters


def test_empty_table_knows_no_word() -> None:
    for table in (MinedTable(), MinedTable(packed_clusters({}))):
        assert clusters_of(table)("pond") == UNKNOWN
        assert clusters_of(table)("2") == UNKNOWN


def test_table_is_the_same_in_any_order(tmp_path: Path) -> None:
    packed = packed_clusters(KNOWN)
    assert packed_clusters(dict(reversed(KNOWN.items()))) == packed
    (tmp_path / FILE).write_bytes(packed)
    find = clusters_of(MinedTable.read(tmp_path / FILE))
    assert {word: find(word) for word in KNOWN} == KNOWN


def test_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"pond\t3\t41")
    with pytest.raises(AliasError, match=r"clusters\.tsv\.gz.*train again"):
        MinedTable.read(tmp_path / FILE)


def test_shipped_clusters_hold_words_that_are_used_alike() -> None:
    find = clusters_of(MinedTable.read(SHIPPED / "kg_classify" / FILE))
    assert find("propose").wide == find("introduce").wide != -1
    assert find("propose").wide != find("dataset").wide


# Mining


def pages(seed: int = 0) -> list[tuple[str, str]]:
    """Return papers on 30 topics, each with 12 words of its own."""
    chance = random.Random(seed)  # noqa: S311
    topics = [topic(number) for number in range(30)]
    return [
        (" ".join(chance.choices(words, k=4)), f"{' '.join(chance.choices(words, k=8))} 2.5 91")
        for words in chance.choices(topics, k=2000)
    ]


def topic(number: int) -> list[str]:
    return [f"t{number}w{word}" for word in range(12)]


@pytest.fixture(scope="module")
def mined() -> dict[str, Clusters]:
    pytest.importorskip("gensim", reason="mining a corpus needs gensim")
    from kg.train.clusters import mine

    return mine(pages())


def test_every_word_has_a_wide_and_a_narrow_cluster(mined: dict[str, Clusters]) -> None:
    from kg.train.clusters import NARROW, WIDE

    assert {*topic(0), *topic(29), "0"} <= set(mined)
    assert not {word for word in mined if word[0].isdigit()} - {"0"}
    assert all(0 <= one.wide < WIDE and 0 <= one.narrow < NARROW for one in mined.values())
    assert 1 < len({one.wide for one in mined.values()}) <= WIDE


def test_words_that_are_used_alike_are_together(mined: dict[str, Clusters]) -> None:
    of_word = {word: number for number in range(30) for word in topic(number)}
    together = Counter(
        of_word[one] == of_word[other]
        for one, other in combinations(of_word, 2)
        if mined[one].wide == mined[other].wide
    )
    assert together[True] > 4 * together[False]


def test_mining_the_same_corpus_again_gives_the_same(mined: dict[str, Clusters]) -> None:
    """In another process too, where Python orders sets and hashes words in another way."""
    program = (
        "import sys; from kg.lexicon.clusters import packed_clusters; "
        "from kg.train.clusters import mine; from tests.test_clusters import pages; "
        "sys.stdout.buffer.write(packed_clusters(mine(iter(pages()))))"
    )
    again = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(Path(__file__).parents[1]), "PYTHONHASHSEED": "7"},
        capture_output=True,
        check=True,
    )
    assert again.stdout == packed_clusters(mined)


@pytest.mark.parametrize("papers", [[], [("", "")], pages()[:20]], ids=["none", "blank", "few"])
def test_small_corpus_has_no_clusters(papers: list[tuple[str, str]]) -> None:
    pytest.importorskip("gensim", reason="mining a corpus needs gensim")
    from kg.train.clusters import mine

    assert mine(papers) == {}
