"""A form of a name in, the kind that its last word or its ending speaks for out."""

from __future__ import annotations

import re

from kg.extract.wordlists import words

_HEADS = (
    ("dataset", r"\b(?:data ?sets?|benchmarks?|corpus|challenge|shared task|test suite|treebank)$"),
    ("metric",
     r"\b(?:score|rate|error|distance|accuracy|index|ratio|precision|recall|similarity)$"),
    ("method",
     r"(?:\b(?:networks?|models?|transformers?|learning|attention|optimi[sz]ation|modules?|"
     r"algorithms?|adaptation|framework|regression|autoencoders?|distillation|pruning|sampling|"
     r"descent|forests?|trees?|machines?|process(?:es)?|prompting|search|tuning|fine-tuning|"
     r"training|fusion|loss|architecture|blocks?|layers?|units?|mechanism|agents?|method|filters?|"
     r"embeddings?|of thoughts?|of experts?|regulari[sz]ation|augmentation|encoders?|decoders?|"
     r"adapters?|fields?|splatting|gradients?|approximation|inference|decoding|guidance|mapping|"
     r"propagation)|[a-z]+Nets?|GANs?)$"),
)  # fmt: skip
_SUFFIXES = (
    ("dataset",
     r"(?:Bench|BENCH|[a-z]QA|[A-Z]-QA|Eval|Corpus|Set|-DB|Arena|Hop)"
     r"(?:[-+]?(?:\d[\dKkMm.]*|[A-Z+]{1,3}|v\d))?$"),
    ("dataset", r"\d+[KMk]$|^(?:WMT|SemEval|CoNLL|NTIRE|IWSLT|CIFAR|UCI|UCF|COCO|VQA)"),
    ("method",
     r"(?:Net|Nets|[Ff]ormer|BERT|BERTa|GPT|LLM|LLaMA|LM|GAN|VAE|NeRF|Diff|CLIP|ViT|RL|PO|Agent|"
     r"Mamba|Adapter|LoRA|RAG|Seg|Gen|GNN|CNN|RNN|LSTM|GCN|SGD|Prompt|SAM|Flow|MoE|YOLO|DPO|NN|"
     r"VLA|Coder)s?(?:[-+]?\d[\w.-]*|\+\+|-[A-Z]\w{0,4})?$"),
    ("metric", r"@\w+$|^m?(?:AP|IoU)\d*$|(?:Score|score|AUC|AUROC|MSE|RMSE|MAE|PSNR|SSIM)$"),
)  # fmt: skip
_JOINED = ("data", "shared", "test", "of")
"""What a word in front ends on that makes one head of two: "data set", "mixture of experts"."""
_OF_WORDS = tuple((kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _HEADS)
_OF_ONE_WORD = tuple((kind, re.compile(pattern)) for kind, pattern in _SUFFIXES)


def kind_by_ending(form: str) -> str:
    """Return the kind that the end of a form speaks for, "" for none.

    >>> [kind_by_ending(form) for form in ("FishBench", "ridge regression", "image segmentation")]
    ['dataset', 'method', 'task']
    """
    if form.rpartition(" ")[2].lower() in words("task-heads"):
        return "task"
    table = _OF_WORDS if " " in form else _OF_ONE_WORD
    return next((kind for kind, pattern in table if pattern.search(form)), "")


def last_words(form: str) -> str:
    """Return the end of a form, which says as much of its kind as the whole: one or two words.

    >>> last_words("visual question answering"), last_words("large data set"), last_words("FishNet")
    (' answering', 'data set', 'FishNet')
    """
    before, blank, last = form.rpartition(" ")
    if before[-6:].lower().endswith(_JOINED):
        last = f"{before.rpartition(' ')[2]} {last}"
        blank = ""
    return blank + last
