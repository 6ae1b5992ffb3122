from pathlib import Path

import pytest

from kg.errors import AliasError
from kg.extract import SHIPPED
from kg.extract.mining import Miner
from kg.lexicon.mined import MinedTable
from kg.lexicon.names import FILE, Usage, name_key, packed_names, usage

PAPERS = (
    ("FishNet: Nets for Fish", "We test FishNet on the PondSet dataset."),
    ("More Fish", "We outperform FishNet on PondSet datasets."),
    ("Most Fish", "We propose a model. It beats FishNet model on PondSet benchmark."),
    ("Rare", "We call it ToadNet."),
)


@pytest.fixture(scope="module")
def mined() -> dict[str, Usage]:
    miner = Miner()
    for paper in PAPERS:
        miner.read(*paper)
    return dict(miner.usages())


def test_usage_counts_papers_and_shares(mined: dict[str, Usage]) -> None:
    fish, pond = mined["fishnet"], mined["pondset"]
    assert (fish.papers, fish.title, fish.lead, fish.dataset, fish.method) == (3, 25, 25, 0, 25)
    assert (pond.papers, pond.dataset, pond.on) == (3, 99, 99)
    assert fish.compared == 25


def test_rare_names_and_terms_are_left_out(mined: dict[str, Usage]) -> None:
    assert set(mined) == {"fishnet", "pondset"}


def test_name_after_a_number_is_a_metric() -> None:
    miner = Miner()
    for _ in range(3):
        miner.read("On Fish", "It reaches 91.3 FishScore here.")
    assert dict(miner.usages())["fishscore"].metric == 99


def test_frequent_names_of_a_large_corpus_are_counted() -> None:
    """Rare ones are forgotten now and then, or they would fill the memory."""
    miner = Miner()
    for number in range(25_000):
        miner.read("", "We test FishNet." if number % 5_000 < 2 else f"Toad{number}.")
    assert [(key, said.papers) for key, said in miner.usages()] == [("fishnet", 10)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("CIFAR-10", "cifar10", True),
        ("UNets", "U-Net", True),
        ("graph neural networks", "Graph Neural Network", True),
        ("ImageNet", "ImageNet-1K", False),
        ("loss", "los", False),
    ],
)
def test_key(one: str, other: str, same: bool) -> None:
    assert (name_key(one) == name_key(other)) is same


def test_table_comes_back(tmp_path: Path, mined: dict[str, Usage]) -> None:
    path = tmp_path / FILE
    path.write_bytes(packed_names(mined.items()))
    assert path.read_bytes() == packed_names(reversed(mined.items()))
    table = MinedTable.read(path)
    assert {key: usage(table.get(key) or "") for key in mined} == mined
    assert table.get("# key") is None


@pytest.mark.parametrize("held", [None, b"no gzip"])
def test_what_is_no_table_is_refused(tmp_path: Path, held: bytes | None) -> None:
    if held is not None:
        (tmp_path / FILE).write_bytes(held)
    with pytest.raises(AliasError, match=r"names\.tsv\.gz"):
        MinedTable.read(tmp_path / FILE)


def test_shipped_names_say_what_a_benchmark_is() -> None:
    imagenet = usage(MinedTable.read(SHIPPED / "kg_classify" / FILE).get("imagenet") or "")
    assert imagenet.papers > 1000
    assert imagenet.on > imagenet.proposed
