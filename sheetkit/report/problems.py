"""Problems as people read them in a terminal: by tab, aligned, alike ones together, each with what to do."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Final, TypeVar

from sheetkit.core.problem import Problem
from sheetkit.report.layout import WIDTH, Paint, Tone, counted, filled, paragraph, shortened, unpainted, visible, width

ALIKE: Final = 5
"""So many problems of one kind in one column are shown; the rest are counted."""
LONGEST_KEY: Final = 24

_K = TypeVar("_K", bound=Hashable)


def summary(problems: Sequence[Problem], paint: Paint = unpainted) -> str:
    """How many problems and warnings there are, in a few words."""
    errors = sum(problem.severity == "error" for problem in problems)
    warnings = len(problems) - errors
    parts = [paint(counted(errors, "problem"), "error")] if errors else []
    parts += [paint(counted(warnings, "warning"), "warning")] if warnings else []
    return " and ".join(parts) or paint("No problems", "good")


def listing(
    problems: Sequence[Problem], *, most: int | None = ALIKE, columns: int = WIDTH, paint: Paint = unpainted
) -> list[str]:
    """The lines that show the problems: a heading a tab, then each place with what is wrong there and what to do.

    Each begins with what it is, a problem or a warning, because colours do not reach a file or a pipe.
    Alike ones (same code, same column) stand together, in their order; `most` of them are shown, all when it is None.
    """
    lines: list[str] = []
    for tab, found in _grouped(problems, lambda problem: problem.tab).items():
        lines += ["", paint(visible(tab) or "Workbook", "title")]
        cells = max(width(visible(problem.cell)) for problem in found)
        gutter = max(width(_place(problem, cells)) for problem in found)
        for alike in _grouped(found, lambda problem: (problem.code, problem.column, problem.severity)).values():
            shown = alike[:most]
            for index, problem in enumerate(shown):
                last = index == len(shown) - 1 or shown[index + 1].hint != problem.hint
                lines += _entry(problem, cells, gutter, columns, paint)
                lines += _advice(problem.hint, gutter, columns, paint) if last and problem.hint else []
            if len(alike) > len(shown):
                lines.append(paint(_rest(alike[len(shown) :], gutter), "soft"))
    return lines


def _grouped(problems: Iterable[Problem], key: Callable[[Problem], _K]) -> dict[_K, list[Problem]]:
    groups: dict[_K, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(key(problem), []).append(problem)
    return groups


def _place(problem: Problem, cells: int) -> str:
    """The kind, the cell and the key, each as far as there is one; `cells` is how wide the longest address is."""
    key = shortened(visible(problem.key), LONGEST_KEY)
    parts = [problem.word, filled(visible(problem.cell), cells) if cells else "", key]
    return "  ".join(part for part in parts if part)


def _entry(problem: Problem, cells: int, gutter: int, columns: int, paint: Paint) -> list[str]:
    """One problem: its place, then its column and message, wrapped beside it."""
    lead = f"{problem.column}: " if problem.column and not problem.message.startswith(problem.column) else ""
    said = paragraph(lead + problem.message, "", columns - gutter - 4)
    tone: Tone = "error" if problem.severity == "error" else "warning"
    first = "  " + paint(filled(_place(problem, cells), gutter), tone) + "  " + said[0]
    return [first.rstrip(), *(" " * (gutter + 4) + line for line in said[1:])]


def _advice(hint: str, gutter: int, columns: int, paint: Paint) -> list[str]:
    return [" " * (gutter + 4) + paint(line, "soft") for line in paragraph(hint, "", columns - gutter - 4)]


def _rest(left: Sequence[Problem], gutter: int) -> str:
    cells = [problem.cell for problem in left if problem.cell]
    where = f" ({cells[0]} to {cells[-1]})" if len(cells) > 1 else ""
    return " " * (gutter + 4) + f"… and {len(left):,} more like this{where}"
