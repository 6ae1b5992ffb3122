"""How much a broken rule weighs, in the words of SHACL: a violation fails, the others tell."""

VIOLATION = "violation"
SEVERITIES = (VIOLATION, "warning", "info")
"""The heaviest first."""
