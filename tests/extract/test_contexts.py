"""What the words around a mention say."""

import pytest

from kg.extract.contexts import SENTENCE, ContextReader, Surroundings
from kg.extract.numbering import GrowingNumbers
from kg.extract.spans import Stretch
from kg.lexicon.clusters import Clusters, clusters_of, packed_clusters
from kg.lexicon.mined import MinedTable

CLUSTERS = clusters_of(MinedTable(packed_clusters({"pond": Clusters(3, 41), "0": Clusters(7, 77)})))
NAMES = ("MarLin", "ToadNet", "FishSet")


def says(text: str, name: str, where: str = "") -> frozenset[str]:
    """Return the features of the first mention of a name in the sentence that holds it."""
    places = [(text.index(n), text.index(n) + len(n)) for n in NAMES if n in text]
    start = text.index(name)
    begin = text.rfind(". ", 0, start) + 1
    end = text.find(". ", start)
    sentence = (begin, len(text) if end < 0 else end + 1)
    return told(text, places, (start, start + len(name)), sentence, where)


def told(
    text: str, places: list[Stretch], mention: Stretch, sentence: Stretch, where: str = ""
) -> frozenset[str]:
    numbers = GrowingNumbers()
    stood = [(place, sentence) for place in {*places, mention}]
    around = Surroundings(text, stood, ContextReader(CLUSTERS, numbers))
    return numbers.features(b"".join([*around.near(mention, where), around.aside(mention)]))


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        # Classes of words, within one, two, four and twelve words.
        ("On the MarLin dataset.", "after1 dataset"),
        ("On the MarLin dataset.", "after12 dataset"),
        ("On the MarLin fish dataset.", "after2 dataset"),
        ("On the MarLin set of four large datasets.", "after12 dataset"),
        ("We propose MarLin.", "before1 propose"),
        ("It outperforms the great MarLin.", "before4 beat"),
        ("Here is MarLin, a new benchmark.", "which is own"),
        ("Here is MarLin: benchmark of fish.", "which is dataset"),
        # The words beside it, one by one and together.
        ("We love MarLin here.", "before=love"),
        ("We love MarLin here.", "after=here"),
        ("We love MarLin here.", "between=love here"),
        ("We love MarLin here.", "before=we love"),
        ("We love MarLin here.", "before 2=we"),
        ("We so love MarLin here today.", "before=we so love"),
        ("We love MarLin here today.", "after=here today"),
        ("We love MarLin here today.", "after 2=today"),
        ("MarLin", "between=. ."),
        # Another name is a name, whichever it is.
        ("MarLin beats ToadNet.", "after=beats N"),
        ("ToadNet beats MarLin.", "before=N beats"),
        # Words that are used alike.
        ("In a pond MarLin swims.", "before 0 wide=3"),
        ("In a pond MarLin swims.", "before 0 narrow=41"),
        ("In MarLin by the pond.", "after 2 wide=3"),
        ("In MarLin 2.5 times.", "after 0 narrow=77"),
        ("In MarLin unheard of.", "after 0 wide=-1"),
        # All words of the sentence, by their side.
        ("Herons said that long ago we so often loved MarLin.", f"{SENTENCE[0]}herons"),
        ("MarLin is what was so often loved by many herons.", f"{SENTENCE[1]}herons"),
    ],
)
def test_feature_holds(text: str, feature: str) -> None:
    assert feature in says(text, "MarLin")


@pytest.mark.parametrize(
    ("text", "feature"),
    [
        ("On the MarLin fish dataset.", "after1 dataset"),
        ("On the MarLin " + "fish " * 12 + "dataset.", "after12 dataset"),
        ("Here is MarLin now, a benchmark.", "which is dataset"),
        ("Here is MarLin, a fish.", "which is dataset"),
        ("We love MarLin.", "before=we we love"),
        # Words that say nothing, names, and what is no word.
        ("It is in the MarLin.", f"{SENTENCE[0]}the"),
        ("ToadNet meets MarLin.", f"{SENTENCE[0]}toadnet"),
        ("ToadNet meets MarLin.", f"{SENTENCE[0]}N"),
        ("At 2.5 meets MarLin.", f"{SENTENCE[0]}2.5"),
        ("Herons love MarLin.", f"{SENTENCE[1]}herons"),
        # Another sentence.
        ("We propose a dataset. MarLin swims.", "before1 dataset"),
        ("We propose a dataset. MarLin swims.", f"{SENTENCE[0]}propose"),
        ("MarLin swims. Herons wade.", f"{SENTENCE[1]}herons"),
        ("A pond. MarLin swims.", "before 0 wide=3"),
    ],
)
def test_feature_does_not_hold(text: str, feature: str) -> None:
    assert feature not in says(text, "MarLin")


def test_what_is_told_apart_by_where_the_mention_stands() -> None:
    found = says("We love MarLin here.", "MarLin", "title ")
    assert {"title before=love", "title after=here", "between=love here"} <= found
    assert "before=love" not in found


def test_name_of_several_words_has_none_of_them_around_it() -> None:
    text = "We love Pond Net here."
    found = told(text, [(8, 16)], (8, 16), (0, len(text)))
    assert "between=love here" in found
    assert not {f for f in found if "pond" in f or "net" in f}


def test_words_before_a_place() -> None:
    around = Surroundings("Great Fish: a Net", [], ContextReader(CLUSTERS, GrowingNumbers()))
    assert around.words_before(13) == ["great", "fish", ":", "a"]
    assert around.words_before(0) == []


@pytest.mark.parametrize("around", ["", "\0", "\u202e\ud800", "?" * 500, "\U0001f600 \U0001f600"])
def test_any_text_may_stand_around(around: str) -> None:
    assert says(f"{around}MarLin{around}", "MarLin")
