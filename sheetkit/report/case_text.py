"""The handling summary of one row in a terminal: what it is, when what happened, what is due, wrong or around it."""

from collections.abc import Sequence

from sheetkit.compute.casefile import Case, Entry
from sheetkit.report.case import shown
from sheetkit.report.layout import Paint, counted, filled, paragraph, shortened, unpainted, visible, width
from sheetkit.report.problems import listing
from sheetkit.report.text import in_days

LONGEST = 60
"""Columns that a value takes in its line."""


def case_lines(case: Case, paint: Paint = unpainted) -> list[str]:
    """The summary as text; rows of other tables are counted, the page lists them."""
    head = [visible(shown(entry.value, entry.type)) for entry in case.head]
    lines = [paint(f"{visible(case.key)} ({visible(case.tab)})", "title")]
    lines.append(paint(" · ".join([*head, f"as of {case.as_of}"]), "soft"))
    lines += _entries("Facts", case.facts, paint)
    lines += _entries("Dates", case.dates, paint, values_first=True)
    lines += _entries("Money", case.money, paint)
    for entry in case.texts:
        lines += ["", paint(visible(entry.column), "title"), *paragraph(shown(entry.value, entry.type), "  ")]
    lines += _notes(case, paint)
    around = [f"{row.through} {visible(row.key)}" for row in case.sources]
    around += [f"{counted(table.count, 'row')} in {visible(table.tab)}" for table in case.related]
    return [*lines, "", *paragraph(f"With it: {', '.join(around)}.")] if around else lines


def _entries(title: str, entries: Sequence[Entry], paint: Paint, *, values_first: bool = False) -> list[str]:
    if not entries:
        return []
    rows = [(visible(entry.column), visible(shown(entry.value, entry.type, entry.currency))) for entry in entries]
    pairs = [(second, first) for first, second in rows] if values_first else rows
    gutter = max(width(first) for first, _ in pairs)
    lines = [f"  {filled(first, gutter)}  {shortened(second, LONGEST)}".rstrip() for first, second in pairs]
    return ["", paint(title, "title"), *lines]


def _notes(case: Case, paint: Paint) -> list[str]:
    lines: list[str] = []
    if case.due:
        lines += ["", paint("What is due", "title")]
        for item in case.due:
            other = "" if item.key == case.key else f" ({visible(item.tab)} {visible(item.key)})"
            when = paint(in_days(item.days, item.unit), "error" if item.days < 0 else "warning")
            lines.append(f"  {item.due}  {when}  {visible(item.reminder)}{other}")
    if case.flags:
        lines += ["", paint("Flags", "title")]
        lines += [f"  {visible(flag.flag)}: {visible(flag.says)}" for flag in case.flags]
    return lines + (listing(case.problems, most=None, paint=paint) if case.problems else [])
