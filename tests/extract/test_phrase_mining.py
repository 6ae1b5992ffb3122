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


def test_phrase_inside_a_longer_one_is_said_to_be_what_that_one_is() -> None:
    uses = mine(lambda: [*PAPERS, ("", "We like pebble sorting networks here.")])
    use = uses["pebble sorting"]
    assert (use.df, use.whole, use.method) == (10, 9, 1)


def test_text_whose_letters_change_their_number_is_left_out() -> None:
    uses = mine(lambda: [*PAPERS, ("", "In \u0130zmir we use pebble sorting.")])
    assert uses["pebble sorting"].df == 9


def test_frequent_phrases_of_a_large_corpus_are_counted() -> None:
    """Rare ones are forgotten now and then, or they would fill the memory."""
    letters = "abcdefghijklmnop"
    rare = [("", f"We like {one}ea{other}ing.") for one in letters for other in letters]
    corpus = [*PAPERS, *rare, *[("", "")] * 40_000]
    assert list(mine(lambda: corpus)) == ["pebble sorting"]


def test_nothing_comes_of_nothing() -> None:
    assert mine(list) == {}


def test_table_has_the_same_bytes_again() -> None:
    one, two = (packed_phrases(mine(lambda: PAPERS)) for _ in range(2))
    assert one == two
    assert MinedTable(one).get("pebble sorting") == "9\t9\t9\t9\t0\t0\t0\t9\t0"
