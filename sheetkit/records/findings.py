"""Problems found while reading, each with the place where a person finds it."""

from dataclasses import dataclass, field

from sheetkit.core.codes import CODES
from sheetkit.core.problem import Problem, Severity
from sheetkit.core.values import CellError, CellValue
from sheetkit.workbook.a1 import address

_LONGEST = 60
"""Characters of a value that a message quotes."""


@dataclass(slots=True)
class Findings:
    """Collects the problems of one workbook, in the order in which they are found."""

    found: list[Problem] = field(default_factory=list)

    def add(
        self,
        code: str,
        message: str,
        hint: str,
        *,
        tab: str = "",
        at: tuple[int, int] | None = None,
        key: str = "",
        column: str = "",
        severity: Severity | None = None,
    ) -> None:
        """Note a problem; `at` is its zero-based (row, column), `severity` the usual one of the code when left out."""
        self.found.append(
            Problem(
                code=code,
                message=message,
                hint=hint,
                tab=tab,
                cell=address(*at) if at else "",
                key=key,
                column=column,
                severity=severity or CODES[code].severity,
            )
        )


def written(value: CellValue) -> str:
    """A value as a message quotes it: text in quotation marks and not too long, a number as a cell shows it."""
    if isinstance(value, str):
        text = " ".join(value.split()) if len(value) <= _LONGEST else value[:_LONGEST].rstrip() + "…"
        return f'"{text}"' if text == value or len(value) > _LONGEST else repr(value)
    return as_text(value)


def as_text(value: CellValue) -> str:
    """A value as the text of a key: 12472 for 12472.0, text without the spaces around it, "" for a blank."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.15g}"
