"""Two listing pages of landmark papers, in our own words, to try kg with."""

from __future__ import annotations

from pathlib import Path

PAGES = tuple(sorted(Path(__file__).parent.glob("*.txt")))
"""The pages, as somebody pastes them."""
