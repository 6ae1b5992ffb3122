import gzip
import json
import lzma
from pathlib import Path

from kg.extract.phrase_mining import LEAST_PAPERS, mine, read_papers, write

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


def test_file_has_the_same_bytes_again(tmp_path: Path) -> None:
    lines = "".join(json.dumps({"title": t, "abstract": a}) + "\n" for t, a in PAPERS)
    plain, packed = tmp_path / "a.jsonl", tmp_path / "a.jsonl.xz"
    plain.write_text(lines)
    packed.write_bytes(lzma.compress(lines.encode()))
    assert list(read_papers([plain])) == list(read_papers([packed])) == PAPERS
    targets = [tmp_path / name for name in ("one.gz", "two.gz")]
    for source, target in zip((plain, packed), targets, strict=True):
        write(mine(lambda source=source: read_papers([source])), target)  # type: ignore[misc]
    one, two = (target.read_bytes() for target in targets)
    assert one == two
    assert b"pebble sorting\t9\t9" in gzip.decompress(one)
