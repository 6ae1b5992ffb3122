"""Papers in, whether the links read from them are addresses: counts, and what was refused.

    python -m tests.benchmarks.links PAPERS.jsonl[.xz] ... [--word github]

Only papers with the word in their text are read, and nothing but their links. Whether a link is
well formed is asked here again, by rules of the standards and of GitHub and not by those that the
links were read with; the exit code is 1 where one is not.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kg.extract.addresses import addresses_in, refusal
from kg.extract.links import links_in
from tests.benchmarks.throughput import papers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from urllib.parse import SplitResult

    from kg.model import Paper

# RFC 1123: labels of letters, digits and inner hyphens; the last one has no digits.
_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_HOST = re.compile(rf"(?:{_LABEL}\.)+[a-z]{{2,63}}")
# RFC 3986: what path, query and fragment may hold.
_REST = re.compile(r"(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?#]|%(?![0-9A-F]{2}$))*", re.ASCII)
_END_OF_TEXT = re.compile(r"[.,;:!?'\"\\$]$")
_ACCOUNT = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})")
_REPOSITORY = re.compile(r"(?!\.\.?$)[A-Za-z0-9._-]{1,100}")


def problem(url: str) -> str:
    """Return what is wrong with the form of a URL, or "" where nothing is."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as error:
        return str(error)
    rest = url.partition(parts.netloc)[2]
    checks = (
        (parts.scheme in ("http", "https"), "scheme"),
        (_HOST.fullmatch(host), "host"),
        (port is None or port > 0, "port"),
        (parts.username is None, "name of a user"),
        (_REST.fullmatch(rest), "character"),
        ("://" not in rest, "two addresses in one"),
        (not _END_OF_TEXT.search(url), "punctuation at the end"),
        (url.count("(") == url.count(")"), "brackets"),
    )
    wrong = next((name for is_right, name in checks if not is_right), "")
    return wrong or (_problem_on_github(parts) if host.endswith("github.com") else "")


def _problem_on_github(parts: SplitResult) -> str:
    account, _, rest = parts.path.strip("/").partition("/")
    if not _ACCOUNT.fullmatch(account):
        return "account on GitHub"
    repository = rest.partition("/")[0]
    if repository and not _REPOSITORY.fullmatch(repository):
        return "repository on GitHub"
    return ""


def is_account(url: str) -> bool:
    """Return whether a URL is that of a GitHub account and of no repository."""
    return bool(re.fullmatch(r"https?://(?:www\.)?github\.com/[\w-]+/?", url))


def report(papers: Iterable[Paper]) -> Iterator[str]:
    """Yield the counts, then each address that is not well formed or was refused, by reason."""
    counts, kinds = Counter[str](), Counter[str]()
    lists: defaultdict[str, list[str]] = defaultdict(list)
    for paper in papers:
        counts["papers"] += 1
        text = f"{paper.title}\n\n{paper.abstract}"
        for link in links_in(text):
            counts["links"] += 1
            counts["links to a GitHub account alone"] += is_account(link.url)
            kinds[link.kind] += 1
            if wrong := problem(link.url):
                counts["malformed"] += 1
                lists[f"malformed: {wrong}"].append(link.url)
        for address in addresses_in(text):
            if reason := refusal(address.url):
                counts["refused"] += 1
                lists[f"refused: {reason}"].append(address.url)
    counts["malformed"] += 0
    yield from (f"{number:8} {what}" for what, number in counts.items())
    yield from (f"{number:8} of kind {kind}" for kind, number in kinds.most_common())
    for reason, urls in sorted(lists.items()):
        yield f"{reason} ({len(urls)})"
        yield from (f"         {url}" for url in sorted(set(urls)))


def main() -> None:
    """Check what the command line names."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--word", default="github", help="what a paper must have in it (github)")
    options = parser.parse_args()
    read = (paper for path in options.files for paper in papers_of(path))
    word = options.word.lower()
    lines = list(report(p for p in read if word in f"{p.title} {p.abstract}".lower()))
    sys.stdout.write("".join(line + "\n" for line in lines))
    sys.exit(any(line.startswith("malformed") for line in lines))


if __name__ == "__main__":
    main()
