from kg.extract.phrase_mining import LEAST_PAPERS, mine
from kg.lexicon.mined import MinedTable
from kg.lexicon.phrases import packed_phrases

PAPERS = [("Pebble sorting", "We use pebble sorting. The pebble sorting task has been known.")] * 9
RARE = [("Fish", "We use fish painting for ice carving.")] * (LEAST_PAPERS - 1)


def test_frequent_phrases_are_counted_once_per_paper() -> None:
    uses = mine(lambda: [*PAPERS, *RARE])
    assert list(uses) == ["pebble sorting"]
    use = uses["pebble sorting"]
    assert (use.df, use.whole, use.title, use.task, use.used) == (9, 9, 9, 9, 9)
    assert (use.method, use.data, use.metric, use.aim) == (0, 0, 0, 0)


def test_nothing_comes_of_nothing() -> None:
    assert mine(list) == {}


def test_table_has_the_same_bytes_again() -> None:
    one, two = (packed_phrases(mine(lambda: PAPERS)) for _ in range(2))
    assert one == two
    assert MinedTable(one).get("pebble sorting") == "9\t9\t9\t9\t0\t0\t0\t9\t0"
