import pytest

from kg.extract.documents import make_doc
from kg.extract.features import FeatureReader
from kg.extract.numbering import GrowingNumbers
from kg.extract.pipeline import open_pipeline
from kg.lexicon.clusters import Clusters, clusters_of, packed_clusters
from kg.lexicon.mined import MinedTable
from kg.lexicon.names import packed_names, usage
from kg.model import Paper

NLP = open_pipeline()
NLP.select_pipes(enable=NLP.pipe_names[: NLP.pipe_names.index("kg_classify")])
FISHNET = usage("40\t10\t5\t0\t0\t30\t0\t0\t2\t10\t20\t15\t0\t8")
NUMBERS = GrowingNumbers()
READER = FeatureReader(
    MinedTable(packed_names([("fishnet", FISHNET)])),
    NLP.get_pipe("kg_candidates").use,  # type: ignore[attr-defined]
    clusters_of(MinedTable(packed_clusters({"fishnet": Clusters(3, 41), "toads": Clusters(5, 6)}))),
    NUMBERS,
)


def features(abstract: str, name: str, title: str = "") -> frozenset[str]:
    doc = NLP(make_doc(NLP, Paper("paper/x", title, abstract)))
    forms = [doc._.kg_plain[n.mentions[0].start : n.mentions[0].end] for n in doc._.kg_names]
    told, place = READER(doc), forms.index(name)
    return NUMBERS.features(told.of_kinds()[place] + told.of_role(place))


@pytest.mark.parametrize(
    ("abstract", "feature"),
    [
        ("We test FishNet.", "method>25"),
        ("We test ToadNet.", "unseen"),
        ("We train on the ToadNet dataset.", "after1 dataset"),
        ("We train on the ToadNet fish dataset.", "after2 dataset"),
        ("We show ToadNet, a large benchmark.", "which is dataset"),
        ("Better than ToadNet.", "before1 beat"),
        ("We use ImageNet, ToadNet.", "list,dataset"),
        ("We use ToadNet and ToadNet-2.", "has variants"),
        ("We propose ToadNet. ToadNet jumps.", "mentions=2"),
        ("We propose ToadNet.", "cue=propose N"),
        ("We use ToadNet.", "ending=method"),
    ],
)
def test_feature_holds(abstract: str, feature: str) -> None:
    name = "FishNet" if "FishNet" in abstract else "ToadNet"
    assert feature in features(abstract, name)


@pytest.mark.parametrize(
    "feature", ["unseen", "after1 dataset", "title", "has variants", "list,dataset", "before1 beat"]
)
def test_feature_does_not_hold(feature: str) -> None:
    assert feature not in features("We train FishNet well.", "FishNet")


def test_place_in_the_title() -> None:
    found = features("We test FishNet.", "FishNet", "FishNet: A Net")
    assert {"title", "title start :"} <= found
    assert "title only" not in found


def test_every_name_has_the_constant_feature() -> None:
    assert "always" in features("We use ToadNet.", "ToadNet")


def test_no_names_no_features() -> None:
    doc = NLP(make_doc(NLP, Paper("paper/x", "", "")))
    assert READER(doc).of_kinds() == []
