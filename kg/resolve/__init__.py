"""Extractions in, entities and statements out: the one stage that sees all papers at once."""

from __future__ import annotations

from kg.resolve.aliases import read_aliases
from kg.resolve.rules import Rule
from kg.resolve.statements import resolve
from kg.resolve.unmatched import unmatched

__all__ = ["Rule", "read_aliases", "resolve", "unmatched"]
