"""The stable codes of problems, and the page that documents them."""

from typing import Final

from sheetkit.core.code import Code
from sheetkit.core.codes_records import ROWS, VALUES
from sheetkit.core.codes_workbook import LAYOUT, OTHERS

CODES: Final[dict[str, Code]] = {code.code: code for code in (*VALUES, *ROWS, *LAYOUT, *OTHERS)}
"""Every code by its name, in the order of the documentation."""

_CHAPTERS: Final = (
    ("Values", VALUES),
    ("Rows", ROWS),
    ("Tables, columns, settings and lists", LAYOUT),
    ("Templates, imports and patches", OTHERS),
)


def document() -> str:
    """The text of `docs/problems.md`."""
    lines = [
        "# Problems",
        "",
        "What `check` and `update` can find, by code. An error makes `check` end with exit code 1, a warning does not.",
        "The codes are stable: scripts may rely on them.",
    ]
    for title, codes in _CHAPTERS:
        lines += ["", f"## {title}"]
        for code in codes:
            lines += ["", f"### `{code.code}`: {code.title}", ""]
            lines += [f"{code.severity.capitalize()}. {code.explanation}", "", f"**What to do.** {code.remedy}"]
    return "\n".join(lines) + "\n"
