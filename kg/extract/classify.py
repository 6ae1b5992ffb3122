"""A Doc with names and evidence in, one kind, role and confidence per name out.

This is the component that a trained classifier replaces: it reads ``kg_names`` and
``kg_evidence`` and sets ``kg_entities``.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.cues import Evidence
from kg.extract.documents import title_end
from kg.extract.wordlists import folded, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kg.extract.candidates import Name
    from kg.extract.cues import Said
    from kg.extract.shapes import Candidate

Doc.set_extension("kg_entities", default=(), force=True)

LEAST_CONFIDENCE = 0.5
"""Names below it are nothing."""

HEADS = (
    ("task", 0.3, rf"\b(?:{'|'.join(sorted(words('task-heads')))})$"),
    ("dataset", 0.85,
     r"\b(?:data ?sets?|benchmarks?|corpus|challenge|shared task|test suite|treebank)$"),
    ("metric", 0.75,
     r"\b(?:score|rate|error|distance|accuracy|index|ratio|precision|recall|similarity)$"),
    ("method", 0.75,
     r"(?:\b(?:networks?|models?|transformers?|learning|attention|optimi[sz]ation|modules?|"
     r"algorithms?|adaptation|framework|regression|autoencoders?|distillation|pruning|sampling|"
     r"descent|forests?|trees?|machines?|process(?:es)?|prompting|search|tuning|fine-tuning|"
     r"training|fusion|loss|architecture|blocks?|layers?|units?|mechanism|agents?|method|filters?|"
     r"embeddings?|of thoughts?|of experts?|regulari[sz]ation|augmentation|encoders?|decoders?|"
     r"adapters?|fields?|splatting|gradients?|approximation|inference|decoding|guidance|mapping|"
     r"propagation)|[a-z]+Nets?|GANs?)$"),
)  # fmt: skip
"""What the last word of a long form or of a name of several words says: kind, strength, pattern."""

SUFFIXES = (
    ("dataset", 0.9,
     r"(?:Bench|BENCH|[a-z]QA|[A-Z]-QA|Eval|Corpus|Set|-DB|Arena|Hop)"
     r"(?:[-+]?(?:\d[\dKkMm.]*|[A-Z+]{1,3}|v\d))?$"),
    ("dataset", 0.8, r"\d+[KMk]$|^(?:WMT|SemEval|CoNLL|NTIRE|IWSLT|CIFAR|UCI|UCF|COCO|VQA)"),
    ("method", 0.85,
     r"(?:Net|Nets|[Ff]ormer|BERT|BERTa|GPT|LLM|LLaMA|LM|GAN|VAE|NeRF|Diff|CLIP|ViT|RL|PO|Agent|"
     r"Mamba|Adapter|LoRA|RAG|Seg|Gen|GNN|CNN|RNN|LSTM|GCN|SGD|Prompt|SAM|Flow|MoE|YOLO|DPO|NN|"
     r"VLA|Coder)s?(?:[-+]?\d[\w.-]*|\+\+|-[A-Z]\w{0,4})?$"),
    ("metric", 0.85, r"@\w+$|^m?(?:AP|IoU)\d*$|(?:Score|score|AUC|AUROC|MSE|RMSE|MAE|PSNR|SSIM)$"),
)  # fmt: skip
"""What the end of a name in one word says."""

SHAPES = (
    ("mixed", "method", 0.54), ("mixed", "dataset", 0.29), ("caps", "method", 0.45),
    ("caps", "dataset", 0.2), ("digit", "method", 0.43), ("digit", "dataset", 0.32),
    ("versioned", "method", 0.8), ("lead", "method", 0.7), ("coined", "method", 0.5),
    ("acronym", "method", 0.3), ("title-case", "method", 0.2),
)  # fmt: skip
"""How often a name of that shape is of a kind if nothing else is known."""

LEXICONS = {"dataset": 0.94, "method": 0.76, "metric": 0.75, "task": 0.7}
"""How often a name of that kind's lexicon is of that kind."""

TITLE_STRENGTH = 0.35
AGAIN_STRENGTH = 0.4
DEFAULT_ROLES = {"method": "used", "dataset": "used"}
_SAME_ROLE = {
    ("dataset", "proposed"): "introduced",
    ("dataset", "compared"): "used",
    ("method", "introduced"): "proposed",
}
_HEADS = tuple((kind, s, re.compile(pattern, re.IGNORECASE)) for kind, s, pattern in HEADS)
_SUFFIXES = tuple((kind, s, re.compile(pattern)) for kind, s, pattern in SUFFIXES)


class FoundEntity(NamedTuple):
    """A name with its kind, its role and how sure both are."""

    kind: str
    name: str
    aliases: tuple[str, ...]
    role: str
    confidence: float
    mentions: tuple[Candidate, ...]


def own_evidence(name: Name, surfaces: Iterable[str], title: int) -> Iterator[Evidence]:
    """Yield what a name says by itself: by the lexicons, its words, its shape, where it stands."""
    task_like = "task" in name.terms
    for kind in sorted(name.terms):
        yield Evidence("lexicon", kind, "", LEXICONS[kind])
    for surface in surfaces:
        found = list(_said_by(surface))
        task_like |= any(each.kind == "task" for each in found)
        yield from found
    shapes = {mention.rule for mention in name.mentions}
    for rule, kind, strength in SHAPES:
        if rule in shapes:
            yield Evidence(rule, kind, "", strength)
    if not name.terms and any(surface.lower() in folded("not-names") for surface in surfaces):
        yield Evidence("not a name", "none", "", 0.9)
    # What a paper is about stands in its title and comes back.
    if task_like and name.mentions[0].end <= title:
        yield Evidence("title", "task", "", TITLE_STRENGTH)
    if task_like and len(name.mentions) > 1:
        yield Evidence("again", "task", "", AGAIN_STRENGTH)


def _said_by(surface: str) -> Iterator[Evidence]:
    """Yield what the last word and the ending of a form say, the first row of each table."""
    tables = (("head", _HEADS if " " in surface else ()), ("suffix", _SUFFIXES))
    for rule, table in tables:
        fitting = ((kind, strength) for kind, strength, pattern in table if pattern.search(surface))
        for kind, strength in islice(fitting, 1):
            yield Evidence(rule, kind, "", strength)


def pooled(strengths: Iterable[float]) -> float:
    """Return the chance that at least one of several independent reasons is right.

    >>> round(pooled([0.5, 0.8]), 3)
    0.9
    """
    wrong = 1.0
    for strength in strengths:
        wrong *= 1 - strength
    return 1 - wrong


def decide(evidence: Iterable[Evidence]) -> tuple[str, str, float]:
    """Return kind, role and confidence by all evidence, with "" for a name of nothing.

    Every rule counts once. The confidence is what speaks for the kind, less half of what
    speaks for the next one.

    >>> decide([Evidence("lexicon", "method", "", 0.8), Evidence("use N", "method", "used", 0.5)])
    ('method', 'used', 0.9)
    """
    rules = {(e.rule, e.kind): e for e in evidence}.values()
    by_kind: dict[str, list[float]] = {}
    for each in rules:
        by_kind.setdefault(each.kind, []).append(each.strength)
    ranked = sorted(((pooled(s), kind) for kind, s in by_kind.items()), reverse=True)
    if not ranked:
        return "", "", 0.0
    best, kind = ranked[0]
    rival = ranked[1][0] if len(ranked) > 1 else 0.0
    return kind, _role(kind, rules), round(min(best * (1 - rival / 2), 0.99), 3)


def _role(kind: str, evidence: Iterable[Evidence]) -> str:
    if kind not in DEFAULT_ROLES:
        return ""
    strengths: dict[str, list[float]] = {}
    for each in evidence:
        if each.role:
            role = _SAME_ROLE.get((kind, each.role), each.role)
            strengths.setdefault(role, []).append(each.strength)
    ranked = sorted(((pooled(s), role) for role, s in strengths.items()), reverse=True)
    return ranked[0][1] if ranked else DEFAULT_ROLES[kind]


def _canonical(kind: str, role: str, name: Name, surfaces: list[str]) -> str:
    """Return the form that names a thing: its short form if that is a proper name."""
    coined = role in {"proposed", "introduced"} or re.search("[a-z]", name.short.rstrip("s"))
    wanted = name.short if kind in {"dataset", "metric"} or coined else name.long
    return wanted if wanted in surfaces else surfaces[0]


def entity_of(name: Name, said: Sequence[Said], text: str, title: int) -> FoundEntity | None:
    """Return what a name is in a text, or None for nothing."""
    surfaces = list(dict.fromkeys(" ".join(text[m.start : m.end].split()) for m in name.mentions))
    reasons = [*own_evidence(name, surfaces, title), *(each.evidence for each in said)]
    if all(mention.rule == "phrase" for mention in name.mentions):
        reasons = [each for each in reasons if each.kind == "task"]
    kind, role, confidence = decide(reasons)
    if kind in {"", "none"} or confidence < LEAST_CONFIDENCE:
        return None
    chosen = _canonical(kind, role, name, surfaces)
    aliases = tuple(surface for surface in surfaces if surface != chosen)
    mentions = tuple(_told(mention, said, kind, role) for mention in name.mentions)
    return FoundEntity(kind, chosen, aliases, role, confidence, mentions)


def _told(mention: Candidate, said: Iterable[Said], kind: str, role: str) -> Candidate:
    """Return a mention with the strongest cue for its kind and role beside its rule, if any."""
    cues = [
        (each.evidence.strength, each.evidence.rule)
        for each in said
        if each.start == mention.start
        and each.evidence.kind == kind
        and _SAME_ROLE.get((kind, each.evidence.role), each.evidence.role) == role
    ]
    return mention._replace(rule=f"{mention.rule}; cue: {max(cues)[1]}") if cues else mention


@Language.component("kg_classify")
def classify(doc: Doc) -> Doc:
    """Set ``kg_entities``, the methods, data sets, tasks and metrics in reading order."""
    pairs = zip(doc._.kg_names, doc._.kg_evidence, strict=True)
    text, title = doc._.kg_plain, title_end(doc)
    found = (entity_of(name, said, text, title) for name, said in pairs)
    doc._.kg_entities = tuple(entity for entity in found if entity)
    return doc
