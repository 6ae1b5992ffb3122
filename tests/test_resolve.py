from __future__ import annotations

from itertools import permutations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from kg.lexicon import Theme
from kg.model import (
    IMPLIED,
    Acronym,
    ClaimedResult,
    Entity,
    Evidence,
    Extraction,
    Link,
    Mention,
    NamedEntity,
    Paper,
    Resolved,
    Result,
    Span,
    Statement,
)
from kg.names import entity_key
from kg.resolve import Rule, resolve, unmatched
from kg.resolve.catalogue import Catalogue
from kg.resolve.repositories import repository_id
from kg.vocabulary import BASE, KINDS, RELATIONS, ROLES

if TYPE_CHECKING:
    from collections.abc import Sequence

Read = tuple[Paper, Extraction]

CL, CONTRASTIVE, CONTINUAL = "CL", "contrastive learning", "continual learning"
WEAKEST = {kind: list(roles)[-1] for kind, roles in ROLES.items()}


def method(name: str, *aliases: str, kind: str = "method") -> NamedEntity:
    return NamedEntity(kind, name, aliases, WEAKEST[kind])


def written(name: str, text: str, kind: str = "method", role: str = "mentioned") -> NamedEntity:
    """Return an entity with the first place of its name in an abstract."""
    start = text.index(name)
    mention = Mention("abstract", start, start + len(name), name, "shape")
    return NamedEntity(kind, name, (), role, 0.8, (mention,))


def read(number: int, *entities: NamedEntity, pairs: Sequence[tuple[str, str]] = ()) -> Read:
    acronyms = tuple(Acronym(short, long) for short, long in pairs)
    return Paper(f"paper/{number}", f"Paper {number}"), Extraction(entities, acronyms=acronyms)


def spelt(number: int, short: str, long: str, kind: str = "method") -> Read:
    """Return a paper that says "long (short)"."""
    return read(number, method(short, long, kind=kind), pairs=[(short, long)])


def names(resolved: Resolved) -> list[str]:
    return sorted(entity.name for entity in resolved.entities)


def called(resolved: Resolved, name: str) -> list[str]:
    """Return the names of all entities that a look-up of `name` finds."""
    key = entity_key(name)
    return sorted(
        entity.name
        for entity in resolved.entities
        if key in {entity_key(known) for known in (entity.name, *entity.aliases)}
    )


def told(resolved: Resolved, number: int) -> list[tuple[str, str]]:
    """Return the relations of a paper and the names of what they point to."""
    by_id = {entity.id: entity.name for entity in resolved.entities}
    [facts] = [f for f in resolved.facts if f.paper.id == f"paper/{number}"]
    return [(s.relation, by_id[s.object]) for s in facts.statements]


MEET = [
    pytest.param([method("diffusion model")], [method("Diffusion Models")], id="plural and case"),
    pytest.param([method("fine-tuning")], [method("finetuning")], id="hyphen"),
    pytest.param([method("normalisation")], [method("normalization")], id="British spelling"),
    pytest.param([method("dropout", "drop-out layer")], [method("drop-out layers")], id="alias"),
    pytest.param([method("A1", "B1"), method("B1", "C1")], [method("C1")], id="alias of an alias"),
    pytest.param([method("pruning")], [method("pruning", kind="theme")], id="method and theme"),
    pytest.param([method("parsing", kind="task")], [method("Parsing")], id="task and method"),
    pytest.param([method("SQuAD", kind="dataset")], [method("SQUAD", kind="dataset")], id="data"),
]

APART = [
    pytest.param([method("GPT-2")], [method("GPT-3")], id="versions"),
    pytest.param([method("Koala")], [method("Koala", kind="dataset")], id="model and data set"),
    pytest.param([method("FID")], [method("FID", kind="metric")], id="method and metric"),
    pytest.param(
        [method("SSIM", kind="metric")], [method("SSIM", kind="dataset")], id="metric and data set"
    ),
    pytest.param([method("LoRA")], [method("QLoRA")], id="a name within a name"),
]


@pytest.mark.parametrize(("one", "other"), MEET)
def test_spellings_are_one_node(one: list[NamedEntity], other: list[NamedEntity]) -> None:
    assert len(resolve([read(1, *one), read(2, *other)]).entities) == 1


@pytest.mark.parametrize(("one", "other"), APART)
def test_different_things_are_two_nodes(one: list[NamedEntity], other: list[NamedEntity]) -> None:
    assert len(resolve([read(1, *one), read(2, *other)]).entities) == 2


# Rows: the papers' (short, long) or (name,); the names of the nodes; what a look-up finds.
ACRONYMS = [
    pytest.param(
        [("LoRA", "Low-Rank Adaptation"), ("LoRA",), ("low-rank adaptation",)],
        ["low-rank adaptation"],
        {"LoRA": ["low-rank adaptation"], "Low Rank Adaptation": ["low-rank adaptation"]},
        id="one meaning unites",
    ),
    pytest.param(
        [("LoRA", "Low-Rank Adaptation"), ("LoRA", "Low-Rank Adapters")],
        ["LoRA"],
        {"LoRA": ["LoRA"], "low-rank adapter": ["LoRA"]},
        id="variants of one meaning unite",
    ),
    pytest.param(
        [("MML", "multi-modal learning"), ("MML", "multimodal learning"), ("MML",)],
        ["multimodal learning"],
        {"MML": ["multimodal learning"]},
        id="spellings of one meaning unite",
    ),
    pytest.param(
        [("LoRA",), ("low-rank adaptation",)],
        ["LoRA", "low-rank adaptation"],
        {"LoRA": ["LoRA"]},
        id="without a pair nothing unites",
    ),
    pytest.param(
        [(CL, CONTRASTIVE), (CL, CONTINUAL)],
        [CONTINUAL, CONTRASTIVE],
        {CL: [CONTINUAL, CONTRASTIVE], CONTINUAL: [CONTINUAL]},
        id="two meanings stay apart",
    ),
    pytest.param(
        [(CL, CONTRASTIVE), (CL, CONTINUAL), (CL,)],
        [CL, CONTINUAL, CONTRASTIVE],
        {CL: [CL, CONTINUAL, CONTRASTIVE], CONTRASTIVE: [CONTRASTIVE]},
        id="who only says CL gets a node of its own",
    ),
    pytest.param(
        [(CL, CONTRASTIVE), (CL, CONTINUAL), (CONTRASTIVE,), (CONTINUAL,)],
        [CONTINUAL, CONTRASTIVE],
        {"CLs": [CONTINUAL, CONTRASTIVE]},
        id="long forms alone go to their meaning",
    ),
    pytest.param(
        [
            ("MLLM", "multimodal large language model"),
            ("MLLM", "multilingual large language model"),
        ],
        ["multilingual large language model", "multimodal large language model"],
        {"MLLM": ["multilingual large language model", "multimodal large language model"]},
        id="long forms of one prefix stay apart",
    ),
]


@pytest.mark.parametrize(("papers", "nodes", "found"), ACRONYMS)
def test_acronyms(
    papers: list[tuple[str, ...]], nodes: list[str], found: dict[str, list[str]]
) -> None:
    reads = [
        spelt(number, *forms) if len(forms) == 2 else read(number, method(*forms))
        for number, forms in enumerate(papers)
    ]
    resolved = resolve(reads)
    assert names(resolved) == nodes
    assert {name: called(resolved, name) for name in found} == found


def test_each_paper_means_its_own_long_form() -> None:
    resolved = resolve([spelt(1, CL, CONTRASTIVE), spelt(2, CL, CONTINUAL), read(3, method(CL))])
    assert [told(resolved, number) for number in (1, 2, 3)] == [
        [("mentions", CONTRASTIVE)],
        [("mentions", CONTINUAL)],
        [("mentions", CL)],
    ]


def test_an_acronym_pair_of_other_things_says_nothing() -> None:
    pair = [("CL", "contrastive learning")]
    resolved = resolve([read(1, method("LoRA"), method("CL"), pairs=pair), read(2, method("CL"))])
    assert names(resolved) == ["CL", "LoRA"]


def test_other_aliases_unite_where_the_acronym_stays_apart() -> None:
    aliases = method(CL, CONTRASTIVE, "contrast training")
    resolved = resolve(
        [
            read(1, aliases, pairs=[(CL, CONTRASTIVE)]),
            spelt(2, CL, CONTINUAL),
            read(3, method("contrast training")),
        ]
    )
    assert called(resolved, "contrast training") == called(resolved, CONTRASTIVE)
    assert len(resolved.entities) == 2


LORA = Rule("same", "method", ("LoRA", "low-rank adaptation"))
GPT3 = Rule("same", "method", ("GPT-3",))

# Rows: rules, the papers' (short, long) or (name,), the names of the nodes.
RULED = [
    pytest.param([LORA], [("LoRA",), ("low-rank adaptation",)], ["LoRA"], id="same"),
    pytest.param([LORA], [("LoRAs",), ("Low Rank Adaptation",)], ["LoRA"], id="same by key"),
    pytest.param([LORA], [("QLoRA",)], ["QLoRA"], id="a rule that nobody needs makes no node"),
    pytest.param(
        [Rule("same", "theme", LORA.names)],
        [("LoRA",), ("low-rank adaptation",)],
        ["LoRA"],
        id="same of another kind in one space",
    ),
    pytest.param(
        [Rule("same", "dataset", LORA.names)],
        [("LoRA",), ("low-rank adaptation",)],
        ["LoRA", "low-rank adaptation"],
        id="same in another space",
    ),
    pytest.param(
        [LORA], [("LoRA", "Low-Rank Adapters")], ["LoRA"], id="a text's variant joins the rule's"
    ),
    pytest.param(
        [Rule("not-same", "method", (CL, CONTRASTIVE))],
        [(CL, CONTRASTIVE), (CL,)],
        [CL, CONTRASTIVE],
        id="not-same beats a pair of the text",
    ),
    pytest.param(
        [LORA, Rule("not-same", "method", LORA.names)],
        [("LoRA",), ("low-rank adaptation",)],
        ["LoRA", "low-rank adaptation"],
        id="not-same beats same, even a later one",
    ),
    pytest.param(
        [Rule("not-same", "method", ("A1", "C1")), Rule("same", "method", ("A1", "B1", "C1"))],
        [("A1",), ("B1",), ("C1",)],
        ["A1", "C1"],
        id="not-same splits a row",
    ),
    pytest.param(
        [Rule("same", "method", ("Lora-tuning", "LoRA")), LORA],
        [("low-rank adaptation",)],
        ["Lora-tuning"],
        id="the first rule names",
    ),
    pytest.param(
        [Rule("same", "method", ("PYTORCH", "PyTorch"))],
        [("PyTorch",), ("PyTorch",)],
        ["PYTORCH"],
        id="a rule about spelling alone",
    ),
    pytest.param(
        [Rule("same", "method", ("adapters", "LoRA"))],
        [("LoRA", "low-rank adaptation"), ("LoRA",), ("low-rank adapters",), ("adapter",)],
        ["adapters", "low-rank adapters"],
        id="what a text spells out comes along",
    ),
    pytest.param(
        [Rule("same", "method", ("thoughts in steps", "CoT", "chain of thought"))],
        [("CoT", "chain-of-thought prompting"), ("chain-of-thought prompting",), ("CoT",)],
        ["thoughts in steps"],
        id="so does another long form than the rule's",
    ),
    pytest.param(
        [Rule("same", "method", (CONTRASTIVE, CL))],
        [(CL,), (CL, CONTINUAL), (CL, CONTRASTIVE), (CONTINUAL,)],
        [CONTINUAL, CONTRASTIVE],
        id="an acronym of two meanings brings none of them along",
    ),
    pytest.param(
        [
            Rule("same", "method", (CONTRASTIVE, CL)),
            Rule("not-same", "method", (CONTRASTIVE, CONTINUAL)),
        ],
        [(CL,), (CL, CONTINUAL)],
        [CONTINUAL, CONTRASTIVE],
        id="not-same keeps away what would come along",
    ),
    pytest.param(
        [Rule("same", "method", ("low-rank tuning", "low-rank adaptation"))],
        [("LoRA", "low-rank tuning"), ("LoRA", "low-rank adaptation"), ("LoRA",)],
        ["low-rank tuning"],
        id="long forms that a rule makes one are one meaning",
    ),
]

# Rows: what lexicons know, the papers' (short, long) or (name,), the names of the nodes.
KNOWN = [
    pytest.param(
        [GPT3],
        [("GPT-3", "Generative Pre-trained Transformer 3"), ("GPT3",)],
        ["GPT-3"],
        id="a rule without long form takes the one of the text",
    ),
    pytest.param(
        [LORA],
        [("LoRA", "long-range attention"), ("LoRA",)],
        ["LoRA", "long-range attention"],
        id="a text's other meaning stays apart from the known one",
    ),
    pytest.param(
        [Rule("same", "method", (CONTRASTIVE, CL))],
        [(CL,), (CL, CONTINUAL)],
        [CONTINUAL, CONTRASTIVE],
        id="a lexicon decides for who only says CL",
    ),
]


@pytest.mark.parametrize(("rules", "papers", "nodes"), RULED)
def test_rules(rules: list[Rule], papers: list[tuple[str, ...]], nodes: list[str]) -> None:
    reads = [
        spelt(number, *forms) if len(forms) == 2 else read(number, method(*forms))
        for number, forms in enumerate(papers)
    ]
    assert names(resolve(reads, rules=rules)) == nodes


@pytest.mark.parametrize(("known", "papers", "nodes"), KNOWN)
def test_known_meanings(known: list[Rule], papers: list[tuple[str, ...]], nodes: list[str]) -> None:
    reads = [
        spelt(number, *forms) if len(forms) == 2 else read(number, method(*forms))
        for number, forms in enumerate(papers)
    ]
    assert names(resolve(reads, known=known)) == nodes


def test_a_rule_takes_along_what_a_lexicon_joins() -> None:
    rules = [Rule("same", "method", ("adapters", "LoRA"))]
    reads = [read(1, method("LoRA")), read(2, method("low-rank adaptation")), spelt(3, CL, "loss")]
    resolved = resolve(reads, rules=rules, known=[LORA])
    assert [told(resolved, number) for number in (1, 2)] == [[("mentions", "adapters")]] * 2


def test_what_is_not_same_is_no_alias() -> None:
    rules = [Rule("not-same", "method", ("LoRA", "long-range attention"))]
    resolved = resolve(
        [spelt(1, "LoRA", "long-range attention"), read(2, method("LoRA"))], rules=rules
    )
    assert called(resolved, "LoRA") == ["LoRA"]
    assert told(resolved, 1) == [("mentions", "long-range attention")]


def test_known_names_are_found_though_no_paper_uses_them() -> None:
    resolved = resolve([read(1, method("low-rank adaptation"))], rules=[LORA])
    assert resolved.entities == (
        Entity("concept/lora", ("method",), "LoRA", ("low-rank adaptation",)),
    )


# Rows: what the abstracts say, with the acronym pairs they give; the name that the node gets.
NAMED = [
    pytest.param(["LoRA"], [("LoRA", "Low-Rank Adaptation")], "LoRA", id="coined"),
    pytest.param(
        ["Robustly Optimized BERT Approach"] * 3 + ["RoBERTa"],
        [("RoBERTa", "Robustly Optimized BERT Approach")],
        "RoBERTa",
        id="coined, though its long form is used more",
    ),
    pytest.param(
        ["GNN"] * 3 + ["Graph Neural Network", "graph neural network"],
        [("GNN", "graph neural network")],
        "graph neural network",
        id="textbook, though its acronym is used more",
    ),
    pytest.param(["graph", "Graph"], [], "graph", id="lower case in a tie"),
    pytest.param(["graphs", "graph"], [], "graph", id="singular in a tie"),
    pytest.param(["pytorch", "PyTorch", "PyTorch"], [], "PyTorch", id="what is used most"),
    pytest.param(["gated\n  unit"], [], "gated unit", id="line break"),
]


@pytest.mark.parametrize(("uses", "pairs", "name"), NAMED)
def test_canonical_name(uses: list[str], pairs: list[tuple[str, str]], name: str) -> None:
    reads = [read(number, written(use, use)) for number, use in enumerate(uses)]
    reads += [spelt(100 + place, *pair) for place, pair in enumerate(pairs)]
    for order in (reads, reads[::-1]):
        [entity] = resolve(order).entities
        assert entity.name == name


def test_words_that_imply_a_theme_are_evidence_and_no_alias() -> None:
    text = "Old tasks fade: lifelong learning."
    mentions = (
        Mention("abstract", 0, 9, "Old tasks", IMPLIED),
        Mention("abstract", 16, 33, "lifelong learning", "theme"),
    )
    theme = NamedEntity("theme", "continual learning", (), "", 0.8, mentions)
    found = resolve([(Paper("paper/1", "A", text), Extraction((theme,)))])
    [entity] = found.entities
    assert {*entity.aliases, *entity.local_names} == {"lifelong learning"}
    [statement] = found.facts[0].statements
    assert [evidence.start for evidence in statement.evidence] == [0, 16]


def test_capitals_of_titles_do_not_name() -> None:
    title = Mention("title", 0, 14, "Neural Parsing")
    reads = [read(1, written("neural parsing", "neural parsing"))]
    reads += [
        read(n, NamedEntity("method", "Neural Parsing", (), "used", 0.9, (title,)))
        for n in (2, 3, 4)
    ]
    assert names(resolve(reads)) == ["neural parsing"]


KINDS_OF_ONE = [
    pytest.param(["theme", "theme", "method"], ("theme", "method"), id="most frequent first"),
    pytest.param(
        ["task", "method", "task", "method", "theme"], ("method", "task", "theme"), id="tie"
    ),
    pytest.param(["dataset"], ("dataset",), id="one"),
]


@pytest.mark.parametrize(("kinds", "expected"), KINDS_OF_ONE)
def test_kinds_of_one_node(kinds: list[str], expected: tuple[str, ...]) -> None:
    reads = [read(number, method("parsing", kind=kind)) for number, kind in enumerate(kinds)]
    [entity] = resolve(reads).entities
    assert entity.kinds == expected


@pytest.mark.parametrize(
    ("kind", "roles"), [(kind, roles) for kind in ROLES for roles in permutations(ROLES[kind], 2)]
)
def test_strongest_role_wins(kind: str, roles: tuple[str, str]) -> None:
    entities = [
        NamedEntity(kind, name, (), role)
        for name, role in zip(("LoRA", "loras"), roles, strict=True)
    ]
    strongest = min(roles, key=list(ROLES[kind]).index)
    [facts] = resolve([read(1, *entities)]).facts
    assert [s.relation for s in facts.statements] == [ROLES[kind][strongest]]


def test_one_name_of_two_kinds_is_two_statements_about_one_node() -> None:
    resolved = resolve([read(1, method("parsing"), method("parsing", kind="task"))])
    assert told(resolved, 1) == [("addresses", "parsing"), ("mentions", "parsing")]
    assert len(resolved.entities) == 1


TEXT = "LoRA is small. We use LoRA and loras. Nothing else."
SENTENCES = (
    Span("title", 0, 7),
    Span("abstract", 0, 14),
    Span("abstract", 15, 37),
    Span("abstract", 38, 51),
)


def test_a_place_that_was_read_twice_as_the_same_is_evidence_once() -> None:
    place = Mention("abstract", 0, 4, "LoRA", "theme")
    unsure, sure = (
        NamedEntity("theme", name, (), "", confidence, (place,))
        for name, confidence in (("adapter", 0.5), ("adapters", 0.9))
    )
    paper = Paper("paper/1", "A title", TEXT)
    for both in ((unsure, sure), (sure, unsure)):
        [facts] = resolve([(paper, Extraction(both, sentences=SENTENCES))]).facts
        evidence = (Evidence("abstract", 0, 4, Span("abstract", 0, 14), 0.9, "theme"),)
        assert facts.statements == (
            Statement("paper/1", "hasTheme", "concept/adapter", 0.9, evidence),
        )


def test_evidence_is_merged_and_its_sentences_are_found() -> None:
    twice = Mention("abstract", 22, 26, "LoRA", "shape")
    first = NamedEntity(
        "method",
        "LoRA",
        (),
        "used",
        0.9,
        (twice, Mention("abstract", 0, 4, "LoRA", "shape"), twice),
    )
    other = NamedEntity(
        "method", "loras", (), "mentioned", 0.6, (Mention("abstract", 31, 36, "loras", "plural"),)
    )
    paper = Paper("paper/1", "A title", TEXT)
    [facts] = resolve([(paper, Extraction((first, other), sentences=SENTENCES))]).facts
    assert facts.statements == (
        Statement(
            "paper/1",
            "uses",
            "concept/lora",
            0.9,
            (
                Evidence("abstract", 0, 4, Span("abstract", 0, 14), 0.9, "shape"),
                Evidence("abstract", 22, 26, Span("abstract", 15, 37), 0.9, "shape"),
                Evidence("abstract", 31, 36, Span("abstract", 15, 37), 0.6, "plural"),
            ),
        ),
    )


# Rows: a span of the text, the sentence that its evidence names.
PLACES = [
    pytest.param(("title", 2, 7), ("title", 0, 7), id="title"),
    pytest.param(("abstract", 0, 14), ("abstract", 0, 14), id="a whole sentence"),
    pytest.param(("abstract", 15, 17), ("abstract", 15, 37), id="at its beginning"),
    pytest.param(("abstract", 36, 37), ("abstract", 15, 37), id="at its end"),
    pytest.param(("abstract", 10, 20), ("abstract", 0, 51), id="across two: all of the abstract"),
    pytest.param(("abstract", 14, 15), ("abstract", 0, 51), id="between two: all of the abstract"),
]


@pytest.mark.parametrize(("place", "sentence"), PLACES)
@pytest.mark.parametrize("sentences", [SENTENCES, SENTENCES[::-1]])
def test_sentence_around_a_mention(
    place: tuple[str, int, int], sentence: tuple[str, int, int], sentences: tuple[Span, ...]
) -> None:
    mention = Mention(place[0], place[1], place[2], "x")  # type: ignore[arg-type]
    entity = NamedEntity("method", "LoRA", (), "used", 0.9, (mention,))
    paper = Paper("paper/1", "A title", TEXT)
    [facts] = resolve([(paper, Extraction((entity,), sentences=sentences))]).facts
    [evidence] = facts.statements[0].evidence
    assert (evidence.sentence.field, evidence.sentence.start, evidence.sentence.end) == sentence


def test_without_sentences_the_field_is_the_sentence() -> None:
    paper = Paper("paper/1", "A title", TEXT)
    [facts] = resolve([(paper, Extraction((written("LoRA", TEXT),)))]).facts
    assert facts.statements[0].evidence[0].sentence == Span("abstract", 0, len(TEXT))


ADDRESSES = [
    ("https://github.com/Ada/Engine", "github.com/ada/engine"),
    ("http://www.GitHub.com/ada/engine/", "github.com/ada/engine"),
    ("https://github.com/ada/engine.git", "github.com/ada/engine"),
    ("https://github.com/ada/engine.GIT", "github.com/ada/engine"),
    ("https://github.com/ada/engine#readme", "github.com/ada/engine"),
    ("https://github.com/ada/engine.github.io", "github.com/ada/engine.github.io"),
    ("https://huggingface.co/datasets/Ada/Notes", "huggingface.co/datasets/ada/notes"),
    ("https://ada.github.io/Engine/", "ada.github.io/Engine"),
    ("https://ada.github.io", "ada.github.io"),
    ("https://example.org/get?id=7&x=A", "example.org/get%3Fid=7&x=A"),
    ("https://example.org/get?id=8&x=A", "example.org/get%3Fid=8&x=A"),
    ("https://example.org/100%", "example.org/100%25"),
    ("https://example.org/a%20b", "example.org/a%20b"),
    ("https://example.org/%zz", "example.org/%25zz"),
    ("https://example.org/ä b", "example.org/%C3%A4%20b"),
    ('https://example.org/<a>"{|}', "example.org/%3Ca%3E%22%7B%7C%7D"),
]


@pytest.mark.parametrize(("url", "address"), ADDRESSES)
def test_repository_id(url: str, address: str) -> None:
    assert repository_id(url) == f"repository/{address}"
    assert NamedNode(BASE + repository_id(url)).value == f"{BASE}repository/{address}"


def linked(number: int, *links: tuple[str, str]) -> Read:
    found = tuple(
        Link(url, kind, "abstract", place, place + 1) for place, (url, kind) in enumerate(links)
    )
    return Paper(f"paper/{number}", "A title", "x" * 50), Extraction(links=found)


def test_links_to_one_address_are_one_repository() -> None:
    resolved = resolve(
        [
            linked(1, ("http://github.com/Ada/Engine", "code")),
            linked(2, ("https://www.github.com/ada/engine.git#use", "code")),
            linked(3, ("https://github.com/Ada/Engine", "data")),
        ]
    )
    assert resolved.entities == (
        Entity(
            "repository/github.com/ada/engine",
            ("repository",),
            "github.com/Ada/Engine",
            ("Ada/Engine",),
            "https://github.com/Ada/Engine",
        ),
    )
    assert [told(resolved, n)[0][0] for n in (1, 2, 3)] == ["hasCode", "hasCode", "hasData"]


def test_url_that_is_used_most_is_the_repository_s() -> None:
    common = ("http://ada.org/Engine", "code")
    reads = [linked(1, common), linked(2, common), linked(3, ("https://ada.org/Engine", "code"))]
    assert [entity.url for entity in resolve(reads).entities] == ["http://ada.org/Engine"]


def test_url_with_a_stray_percent_sign_stays_an_iri() -> None:
    [entity] = resolve([linked(1, ("https://ada.org/100%#top", "code"))]).entities
    assert entity.url == NamedNode(entity.url).value == "https://ada.org/100%25"


def test_links_of_one_relation_are_one_statement() -> None:
    url = "https://github.com/ada/engine"
    resolved = resolve([linked(1, (url, "demo"), (url, "other"), (url, "code"))])
    [facts] = resolved.facts
    assert [(s.relation, len(s.evidence)) for s in facts.statements] == [
        ("hasCode", 1),
        ("hasLink", 2),
    ]


def result(metric: str | None, dataset: str | None, by: str | None) -> Result:
    return Result("2.1", "%", metric, dataset, by, "gain", "abstract", 0, 3)


CLAIMS = [
    pytest.param(
        ("FIDs", "cifar 10", "LoRA"), ("metric/fid", "dataset/cifar10", "concept/lora"), id="all"
    ),
    pytest.param(
        ("FID", None, "low-rank adaptation"), ("metric/fid", "", "concept/lora"), id="alias"
    ),
    pytest.param((None, None, None), ("", "", ""), id="none"),
    pytest.param(("LoRA", "LoRA", "FID"), ("", "", ""), id="names of other kinds"),
    pytest.param(("BLEU", "***", ""), ("", "", ""), id="names that nobody else found"),
]


@pytest.mark.parametrize(("claimed", "ids"), CLAIMS)
def test_names_of_a_claimed_result(
    claimed: tuple[str | None, str | None, str | None], ids: tuple[str, str, str]
) -> None:
    entities = (
        method("LoRA", "low-rank adaptation"),
        method("FID", kind="metric"),
        method("CIFAR-10", kind="dataset"),
        method("***", kind="dataset"),
    )
    paper = Paper("paper/1", "A title", "2.1 % better.")
    extraction = Extraction(
        entities, results=(result(*claimed),), sentences=(Span("abstract", 0, 13),)
    )
    [facts] = resolve([(paper, extraction)]).facts
    evidence = Evidence("abstract", 0, 3, Span("abstract", 0, 13), 1.0, "result")
    assert facts.results == (ClaimedResult("paper/1", "2.1", "%", *ids, "gain", evidence),)


def test_names_of_a_result_mean_what_the_paper_means() -> None:
    one, two = spelt(1, CL, CONTRASTIVE), spelt(2, CL, CONTINUAL)
    reads = [
        (paper, Extraction(x.entities, results=(result(None, None, CL),), acronyms=x.acronyms))
        for paper, x in (one, two)
    ]
    claims = [facts.results[0].method for facts in resolve(reads).facts]
    assert claims == ["concept/contrastive-learning", "concept/continual-learning"]


SCHEME = (
    Theme("t/ml", "machine learning"),
    Theme("t/vision", "computer vision"),
    Theme("t/deep", "deep learning", (), ("t/ml",)),
    Theme("t/detection", "object detection", (), ("t/deep", "t/vision")),
    Theme("t/audio", "audio", (), ("t/ml",)),
)
UPWARDS = [
    ("concept/deep-learning", "concept/machine-learning"),
    ("concept/object-detection", "concept/computer-vision"),
    ("concept/object-detection", "concept/deep-learning"),
]

# Rows: what a paper names, rules, the pairs of narrower and broader.
BROADER = [
    pytest.param(method("Object Detection", kind="theme"), (), UPWARDS, id="up to the top"),
    pytest.param(method("machine learning", kind="theme"), (), [], id="the top itself"),
    pytest.param(method("cookery", kind="theme"), (), [], id="no theme of the scheme"),
    pytest.param(method("object detection"), (), [], id="a method is no theme"),
    pytest.param(
        method("OD", kind="theme"),
        (Rule("same", "task", ("object detection", "OD")),),
        UPWARDS,
        id="an alias by rule",
    ),
    pytest.param(
        method("object detection", kind="theme"),
        (Rule("same", "theme", ("deep learning", "machine learning")),),
        [
            ("concept/object-detection", "concept/computer-vision"),
            ("concept/object-detection", "concept/deep-learning"),
        ],
        id="a theme that a rule made one with its broader theme",
    ),
]


@pytest.mark.parametrize(("entity", "rules", "pairs"), BROADER)
def test_broader_themes(
    entity: NamedEntity, rules: tuple[Rule, ...], pairs: list[tuple[str, str]]
) -> None:
    resolved = resolve([read(1, entity)], rules=rules, scheme=SCHEME)
    assert resolved.broader == tuple(Statement(a, "broader", b) for a, b in pairs)
    themes = {e.id for e in resolved.entities if "theme" in e.kinds}
    assert {end for pair in pairs for end in pair} <= themes


def test_a_theme_that_is_an_acronym_of_several_things() -> None:
    scheme = (Theme("t/cl", CL, (), ("t/ml",)), Theme("t/ml", "machine learning"))
    resolved = resolve(
        [spelt(1, CL, CONTRASTIVE, kind="theme"), spelt(2, CL, CONTINUAL, kind="theme")],
        scheme=scheme,
    )
    assert names(resolved) == [CONTINUAL, CONTRASTIVE]
    assert resolved.broader == ()


def test_themes_in_a_circle_end() -> None:
    circle = (Theme("t/a", "alpha", (), ("t/b",)), Theme("t/b", "beta", (), ("t/a", "t/b")))
    resolved = resolve([read(1, method("alpha", kind="theme"))], scheme=circle)
    assert [(s.subject, s.object) for s in resolved.broader] == [
        ("concept/alpha", "concept/beta"),
        ("concept/beta", "concept/alpha"),
    ]


@pytest.mark.parametrize("name", ["", "***", " \n", "\u202e", "++", "-"])
def test_names_without_letters_are_dropped(name: str) -> None:
    mention = Mention("abstract", 0, 1, name)
    reads = [
        read(1, NamedEntity("method", name, (), "used", 0.9, (mention,))),
        read(2, method("LoRA", name), pairs=[(name, "LoRA")]),
    ]
    resolved = resolve(reads)
    assert resolved.entities == (Entity("concept/lora", ("method",), "LoRA"),)
    assert (told(resolved, 1), told(resolved, 2)) == ([], [("mentions", "LoRA")])


def test_nothing_resolves_to_nothing() -> None:
    assert resolve([]) == Resolved()


def test_a_paper_that_says_nothing_is_kept() -> None:
    [facts] = resolve([read(1)], scheme=SCHEME).facts
    assert (facts.paper.id, facts.statements, facts.results) == ("paper/1", (), ())


SURFACES = (
    "CL",
    "CLs",
    "contrastive learning",
    "Continual Learning",
    "continual learners",
    "LoRA",
    "low-rank adaptation",
    "Lo RA",
    "***",
)
NAMES = st.sampled_from(SURFACES)
ENTITIES = st.builds(method, NAMES, NAMES, NAMES, kind=st.sampled_from(sorted(ROLES))) | st.builds(
    method, NAMES, kind=st.sampled_from(sorted(ROLES))
)
PAIRS = st.lists(st.tuples(NAMES, NAMES), max_size=3)
URLS = st.sampled_from([url for url, _ in ADDRESSES])
EXTRACTIONS = st.builds(
    lambda entities, pairs, urls: Extraction(
        tuple(entities),
        tuple(Link(url, "code", "title", 0, 1) for url in urls),
        acronyms=tuple(Acronym(*pair) for pair in pairs),
    ),
    st.lists(ENTITIES, max_size=4),
    PAIRS,
    st.lists(URLS, max_size=2),
)
READS = st.lists(EXTRACTIONS, max_size=7).map(
    lambda extractions: [
        (Paper(f"paper/{n}", f"Paper {n}"), extraction) for n, extraction in enumerate(extractions)
    ]
)
RULES = st.lists(
    st.builds(
        Rule,
        st.sampled_from(["same", "not-same"]),
        st.sampled_from(sorted(ROLES)),
        st.lists(
            NAMES.filter(lambda name: entity_key(name) != ""),
            min_size=2,
            max_size=3,
            unique_by=entity_key,
        ).map(tuple),
    ),
    max_size=4,
)


@settings(deadline=None)
@given(READS.flatmap(lambda reads: st.tuples(st.just(reads), st.permutations(reads))), RULES)
def test_order_of_papers_does_not_matter(
    reads: tuple[list[Read], list[Read]], rules: list[Rule]
) -> None:
    one, other = (resolve(r, rules=rules, scheme=SCHEME) for r in reads)
    assert one == other


@settings(deadline=None)
@given(READS, RULES)
def test_what_is_resolved_holds_together(reads: list[Read], rules: list[Rule]) -> None:
    resolved = resolve(reads, rules=rules, scheme=SCHEME)
    by_id = {entity.id: entity for entity in resolved.entities}
    assert len(by_id) == len(resolved.entities)
    assert [facts.paper.id for facts in resolved.facts] == [paper.id for paper, _ in reads]
    statements = [s for facts in resolved.facts for s in facts.statements] + [*resolved.broader]
    for statement in statements:
        assert set(by_id[statement.object].kinds) & set(RELATIONS[statement.relation].range)
    for entity in resolved.entities:
        assert entity.name not in entity.aliases
        assert {KINDS[kind].space for kind in entity.kinds} == {entity.id.partition("/")[0]}


@settings(deadline=None)
@given(READS, RULES, RULES)
def test_a_rule_of_sameness_tears_nothing_apart(
    reads: list[Read], rules: list[Rule], known: list[Rule]
) -> None:
    """Names that are one thing without the rule are one with it."""
    same, held = ([rule for rule in given if rule.verdict == "same"] for given in (rules, known))
    extractions = [extraction for _, extraction in reads]
    before, after = (Catalogue(extractions, given, held) for given in ((), same))
    entities = {entity for extraction in extractions for entity in extraction.entities}
    moved = {(before.id_of(entity), after.id_of(entity)) for entity in entities}
    assert len(moved) == len({old for old, _ in moved})


@settings(deadline=None)
@given(READS, RULES)
def test_not_same_always_holds(reads: list[Read], rules: list[Rule]) -> None:
    resolved = resolve(reads, rules=rules, scheme=SCHEME)
    for rule in rules:
        if rule.verdict == "not-same":
            for entity in resolved.entities:
                keys = {entity_key(name) for name in (entity.name, *entity.aliases)}
                kept_apart = {entity_key(name) for name in rule.names}
                in_space = KINDS[entity.kinds[0]].space == KINDS[rule.kind].space
                assert not in_space or len(keys & kept_apart) <= 1


def test_acronym_with_a_usual_meaning_is_found_by_it_alone() -> None:
    """Nine of ten papers agree: the tenth's own meaning stays its own, and look-ups stay clear."""
    reads = [spelt(number, "QRS", "quick random search") for number in range(9)]
    reads += [spelt(9, "QRS", "quiet river sampling"), read(10, method("QRS"))]
    entities = {entity.name: entity for entity in resolve(reads).entities}
    assert "QRS" in {entities["quick random search"].name, *entities["quick random search"].aliases}
    assert entities["quiet river sampling"].aliases == ()
    assert entities["quiet river sampling"].local_names == ("QRS",)
    assert len(entities) == 2


def test_acronym_without_a_usual_meaning_finds_all_it_may_mean() -> None:
    reads = [
        spelt(0, "QRS", "quick random search"),
        spelt(1, "QRS", "quiet river sampling"),
        read(2, method("QRS")),
    ]
    found = [e.name for e in resolve(reads).entities if "QRS" in (e.name, *e.aliases)]
    assert found == ["QRS", "quick random search", "quiet river sampling"]


# Rows: rules by line, the lines of which no paper has a name.
UNMATCHED = [
    pytest.param([("same", "method", "LoRA", "adapters")], (), id="one name is enough"),
    pytest.param([("same", "theme", "adapters", "low-rank adaptation")], (), id="of its space"),
    pytest.param([("same", "dataset", "LoRA", "adapters")], (1,), id="of another kind"),
    pytest.param([("same", "method", "LoRaWAN", "radio")], (1,), id="none"),
    pytest.param([("not-same", "method", "radio", "antenna")], (1,), id="none to keep apart"),
    pytest.param([("not-same", "method", "LoRA", "antenna")], (), id="one to keep apart"),
    pytest.param(
        [
            ("same", "method", "radio", "antenna"),
            ("same", "method", "loras", "adapters"),
            ("same", "metric", "LoRA", "adapters"),
        ],
        (1, 3),
        id="several",
    ),
]


@pytest.mark.parametrize(("lines", "idle"), UNMATCHED)
def test_lines_that_match_nothing(lines: list[tuple[str, ...]], idle: tuple[int, ...]) -> None:
    rules = [Rule(said, kind, tuple(of), n) for n, (said, kind, *of) in enumerate(lines, start=1)]
    entities = resolve([spelt(1, "LoRA", "low-rank adaptation")], rules=rules).entities
    assert unmatched(rules, entities) == idle


def test_a_line_that_holds_for_every_kind_is_matched_by_one() -> None:
    rules = [Rule("same", kind, ("LoRA", "adapters"), 4) for kind in ("method", "dataset")]
    assert unmatched(rules, resolve([read(1, method("LoRA"))], rules=rules).entities) == ()
    assert unmatched(rules, ()) == (4,)


def test_wider_name_in_one_paper_is_no_other_name_elsewhere() -> None:
    grounding = method("visual grounding", "fine-grained visual grounding", kind="task")
    fine = method("fine-grained visual grounding", kind="task")
    plain = method("visual grounding", "visual-grounding", kind="task")
    resolved = resolve([read(1, grounding), read(2, fine), read(3, plain)])
    assert names(resolved) == ["fine-grained visual grounding", "visual grounding"]
    [wide] = [entity for entity in resolved.entities if entity.name == "visual grounding"]
    assert wide.local_names == ("fine-grained visual grounding",)
    assert wide.aliases == ("visual-grounding",)
