from pathlib import Path

import pytest

from kg.errors import AliasError
from kg.extract.features import FeatureReader
from kg.extract.mining import Miner
from kg.lexicon.names import Usage, name_key, read_names, usage, write_names

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


def test_file_comes_back(tmp_path: Path, mined: dict[str, Usage]) -> None:
    path = tmp_path / "names.tsv.gz"
    write_names(path, mined.items())
    first = path.read_bytes()
    write_names(path, reversed(mined.items()))
    assert path.read_bytes() == first
    assert {key: usage(figures) for key, figures in read_names(path).items()} == mined


@pytest.mark.parametrize("held", [None, b"no gzip"])
def test_what_is_no_file_of_names_is_refused(tmp_path: Path, held: bytes | None) -> None:
    path = tmp_path / "names.tsv.gz"
    if held is not None:
        path.write_bytes(held)
    with pytest.raises(AliasError, match=r"names\.tsv\.gz"):
        read_names(path)


def test_shipped_names_say_what_a_benchmark_is() -> None:
    imagenet = usage(read_names()["imagenet"])
    assert imagenet.papers > 1000
    assert imagenet.on > imagenet.proposed
    assert FeatureReader(read_names())
