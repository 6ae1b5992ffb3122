"""What the form of a name says by itself."""

import pytest

from kg.extract.features import tells_fame
from kg.extract.forms import FormReader, shape
from kg.extract.numbering import GrowingNumbers
from kg.lexicon.clusters import Clusters, clusters_of, packed_clusters
from kg.lexicon.mined import MinedTable
from kg.lexicon.names import Usage, packed_names
from kg.lexicon.phrases import PhraseUse

NOTHING = dict.fromkeys(Usage._fields, 0)
FISHNET = Usage(**{**NOTHING, "papers": 40, "method": 30, "title": 3})
POND = PhraseUse(*[200, *[0] * (len(PhraseUse._fields) - 1)])
HALF = POND._replace(**{PhraseUse._fields[1]: 100})
USES = {"pond walking": HALF}
NUMBERS = GrowingNumbers()
READER = FormReader(
    MinedTable(packed_names([("fishnet", FISHNET)])),
    USES.get,
    clusters_of(MinedTable(packed_clusters({"pond": Clusters(3, 41), "walking": Clusters(5, 62)}))),
    NUMBERS,
)


def says(*forms: str) -> frozenset[str]:
    """Return the features of one name by all its forms."""
    numbers, _ = READER.features(forms)
    return NUMBERS.features(numbers)


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("LoRA", "XxX"),
        ("GPT-4.1", "X-0"),
        ("BERT", "X"),
        ("k-means++", "x-x++"),
        ("ResNet50", "XxXx0"),
        ("", ""),
        ("\u00e4rger", "\u00e4x"),
    ],
)
def test_shape(form: str, expected: str) -> None:
    assert shape(form) == expected


@pytest.mark.parametrize(
    ("form", "feature"),
    [
        # Spelling.
        ("ToadNet", "words=1"),
        ("great toad net", "words=3"),
        ("a b c d e f g h", "words=5"),
        ("ToadNet", "shape=XxXx"),
        ("ToadNet", "begin=To"),
        ("ToadNet", "end=Net"),
        ("ToadNet", "part=toad"),
        ("ToadNet-50", "part=0"),
        ("ToadNet", "long=3"),
        ("toad" * 9, "long=8"),
        ("toad", "lower"),
        ("great toad nets", "head=net"),
        ("toad loss", "head=loss"),
        ("great toad nets", "first=great"),
        ("great toad nets", "headend=nets"),
        ("great toad nets", "word=toad"),
        ("great toad nets", "words toad nets"),
        ("ToadNet", "ending=method"),
        ("LLMs", "not-name"),
        # What a corpus says of the name, whatever its spelling.
        ("FishNet", "papers=4"),
        ("Fish-Nets", "papers=4"),
        ("FishNet", "method>25"),
        ("FishNet", "method>1"),
        ("FishNet", "title>3"),
        ("ToadNet", "unseen"),
        # What it says of the phrase.
        ("Pond Walking", "phrase papers=6"),
        ("Pond Walking", f"phrase {PhraseUse._fields[1]}>50"),
        ("toad walking", "phrase unseen"),
        # What its words are like.
        ("pond walking", "cluster first wide=3"),
        ("pond walking", "cluster first narrow=41"),
        ("pond walking", "cluster last wide=5"),
        ("Pond", "cluster last narrow=41"),
        ("Pond", "cluster whole wide=3"),
        ("ToadNet", "cluster whole wide=-1"),
    ],
)
def test_feature_holds(form: str, feature: str) -> None:
    assert feature in says(form)


@pytest.mark.parametrize(
    ("form", "feature"),
    [
        ("ToadNet", "lower"),
        ("ToadNet", "not-name"),
        ("FishNet", "unseen"),
        ("FishNet", "method>50"),
        ("FishNet", "title>6"),
        ("Pond Walking", "phrase unseen"),
        ("pond walking", "cluster whole wide=3"),
        ("Pond", "cluster first wide=3"),
        ("great toad nets", "long=7"),
        ("ToadNet", "head=toadnet"),
    ],
)
def test_feature_does_not_hold(form: str, feature: str) -> None:
    assert feature not in says(form)


def test_forms_of_one_name_count_together() -> None:
    assert says("FishNet", "pond walking") == says("FishNet") | says("pond walking")
    assert says("FishNet", "pond walking") == says("pond walking", "FishNet")


def test_no_forms_no_features() -> None:
    assert says() == frozenset()


@pytest.mark.parametrize("form", ["\0", "\u202e", "\ud800", "\U0001f600", "-", "_", "??"])
def test_any_text_is_a_form(form: str) -> None:
    found = says(form)
    assert "unseen" in found
    assert all(isinstance(feature, str) for feature in found)


@pytest.mark.parametrize("form", ["FishNet", "Pond Walking", "ToadNet"])
def test_who_a_name_is_and_how_well_known_is_told_apart(form: str) -> None:
    """What a paper does with a name must not be guessed from these."""
    found = {feature for feature in says(form) if not tells_fame(feature)}
    known = ("words=", "shape=", "long=", "head=", "first=", "headend=", "ending=", "lower")
    assert found
    assert all(feature.startswith((*known, "not-name")) for feature in found)
