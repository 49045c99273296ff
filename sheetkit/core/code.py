"""One kind of problem: its stable code, what it means and what to do about it."""

from dataclasses import dataclass

from sheetkit.core.problem import Severity


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of problem. `severity` is the usual one; a template's own rule may say otherwise."""

    code: str
    title: str
    explanation: str
    remedy: str
    severity: Severity = "error"


def warning(code: str, title: str, explanation: str, remedy: str) -> Code:
    """A code whose problems do not change the exit code."""
    return Code(code, title, explanation, remedy, "warning")
