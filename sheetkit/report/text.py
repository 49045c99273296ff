"""What commands tell in a terminal: the review as tables, and what an update or an import did, in sentences."""

import re
from collections.abc import Mapping, Sequence

from sheetkit.compute.figures import DashboardFigures, Due, FlagCount, Review, SummaryFigures
from sheetkit.core.values import CellValue
from sheetkit.report.layout import Paint, counted, listed, table, unpainted, visible
from sheetkit.report.values import NOTHING, change, is_figure, is_measure, labels, written

FIRST_DUE = 15
"""So many reminders are shown; the rest are counted."""
_NUMBER_LAST = re.compile(r"(.*?)(\d{0,15})", re.DOTALL)
LAST = 100
"""The most characters of a last column, which nothing stands beside."""


def review_lines(review: Review, paint: Paint = unpainted) -> list[str]:
    """The review as text: figures by group with the quarter before and the change, summaries, flags, reminders."""
    title = f"{visible(review.title)}: {review.quarter}"
    lines = [paint(title, "title"), paint(f"as of {review.as_of}, compared with {review.before}", "soft")]
    for dashboard in review.dashboards:
        lines += _metrics(dashboard, review, paint)
        for summary in dashboard.summaries:
            lines += _summary(summary, review, paint)
    return [*lines, *_flags(review.flags, paint), *_due(review.due, paint)]


def update_sentences(
    *,
    keys: Mapping[str, Sequence[str]],
    restored: Sequence[str],
    logged: Mapping[str, int],
    spawned: Mapping[str, int],
    stamped: int,
    cells: int,
    changed: bool,
    dry_run: bool,
) -> list[str]:
    """What an update did, or would do: one sentence each for new keys, entries, rows, formulas and stamps."""
    if not changed:
        return ["Everything is up to date; nothing was changed."]
    done: list[str] = []
    for tab, given in keys.items():
        if len(given) > logged.get(tab, 0) + spawned.get(tab, 0):
            done.append(f"{counted(len(given), 'new row')} in {tab} {_has(len(given))} a key: {_stretches(given)}.")
    for tab, entries in logged.items():
        if entries:
            done.append(f"{counted(entries, 'change')} since the last update: noted in {tab}.")
    for tab, brought in spawned.items():
        done.append(f"{counted(brought, 'row')} added to {tab}, because other rows need them.")
    if restored:
        done.append(
            f"{counted(len(restored), 'formula')} typed over: put back. {'; '.join(restored[:5])}{_more(restored)}"
        )
    if stamped:
        done.append(f"{counted(stamped, 'cell')} that sheetkit fills in {_has(stamped)} a new value.")
    done.append(f"{counted(cells, 'cell')} written in all.")
    lead = ["Nothing was written; this is what an update would do:"] if dry_run else []
    return lead + done


def import_sentences(
    *,
    source: str,
    tab: str,
    read: int,
    added: int,
    already_there: int,
    left_out: int,
    mapping: str,
    proposed: bool,
    dry_run: bool,
) -> list[str]:
    """What an import brought in, and where its mapping is kept."""
    verb = "would be added to" if dry_run else ("was added to" if added == 1 else "were added to")
    there = f"; {counted(already_there, 'row')} came in before" if already_there else ""
    out = f"; {counted(left_out, 'row')} left out" if left_out else ""
    kept = [f"The mapping of its columns is kept in {mapping}; change it there for the next time."]
    if proposed:
        kept = [f"The columns were matched by their names; {mapping} was made to keep that. Change it there."]
    done = f"{counted(read, 'row')} in {source}: {added:,} {verb} {tab}{there}{out}."
    return [done, *([] if proposed and dry_run else kept)]


def mapping_lines(columns: Mapping[str, str], paint: Paint = unpainted) -> list[str]:
    """Which column of the tab comes from where."""
    return table(
        ["column of the tab", "comes from"], [[*pair] for pair in columns.items()], [False, False], paint=paint
    )


def _metrics(dashboard: DashboardFigures, review: Review, paint: Paint) -> list[str]:
    lines: list[str] = []
    groups: dict[str, list[Sequence[str]]] = {}
    for figure in dashboard.metrics:
        new, old = (written(value, figure.type, review.currency) for value in (figure.value, figure.before))
        moved = change(figure.value, figure.before, figure.type, review.currency)
        groups.setdefault(figure.group, []).append([figure.label, new, old, moved])
    width = max((len(row[0]) for rows in groups.values() for row in rows), default=0)
    for group, rows in groups.items():
        padded = [[row[0].ljust(width), *row[1:]] for row in rows]
        heads = ["".ljust(width), review.quarter.rjust(12), review.before.rjust(12), "change".rjust(12)]
        lines += ["", paint(visible(group or dashboard.tab), "title")]
        lines += table(heads, padded, [False, True, True, True], longest=60, paint=paint)
    return lines


def _summary(summary: SummaryFigures, review: Review, paint: Paint) -> list[str]:
    rows = [row for row in summary.rows if any(value not in (None, "", 0) for value in row[1:])]
    lines = ["", paint(visible(summary.title), "title")]
    if not rows:
        return [*lines, "  " + paint("nothing in this quarter", "soft")]
    names = labels([row[0] for row in rows], summary.types[0], review.currency)
    cells = [[name, *_cells(summary, row, review)] for name, row in zip(names, rows, strict=True)]
    right = [False, *(is_measure(kind) for kind in summary.types[1:])]
    lines += table(list(summary.columns), cells, right, last=LAST, paint=paint)
    if len(rows) < len(summary.rows):
        lines.append("  " + paint(f"{counted(len(summary.rows) - len(rows), 'line')} with nothing left out", "soft"))
    return lines


def _cells(summary: SummaryFigures, row: Sequence[CellValue], review: Review) -> list[str]:
    """The values of a row; figures have those of the quarter before in brackets."""
    before = before_of(summary, row[0])
    cells = []
    compared = any(label in summary.before for label, *_ in summary.rows)
    for index, (value, kind) in enumerate(zip(row[1:], summary.types[1:], strict=True)):
        text = written(value, kind, review.currency) if is_measure(kind) or value else ""
        if compared and is_figure(kind):
            old = written(before[index], kind, review.currency) if before else NOTHING
            text += f" ({old})"
        cells.append(text)
    return cells


def before_of(summary: SummaryFigures, label: CellValue) -> Sequence[CellValue]:
    """The values that the row of this label had in the quarter before; empty when it had none."""
    return summary.before.get(label, ())


def raised(flags: Sequence[FlagCount]) -> list[FlagCount]:
    """The flags that ask for a look: those on some row whose colour does not say that all is well or over."""
    return [flag for flag in flags if flag.rows and flag.colour not in ("good", "muted")]


def _flags(flags: Sequence[FlagCount], paint: Paint) -> list[str]:
    up = raised(flags)
    if not up:
        return []
    rows = [[flag.tab, flag.flag, f"{flag.rows:,}", flag.says, _span(flag.keys)] for flag in up]
    heads = ["tab", "flag", "rows", "meaning", "the first of them"]
    return [
        "",
        paint("Flags", "title"),
        *table(heads, rows, [False, False, True, False, False], longest=52, paint=paint),
    ]


def _due(due: Sequence[Due], paint: Paint) -> list[str]:
    if not due:
        return ["", paint("Reminders", "title"), "  " + paint("nothing is due", "soft")]
    rows = [
        [item.key, item.reminder, item.due, in_days(item.days, item.unit), _meaning(item)] for item in due[:FIRST_DUE]
    ]
    lines = table(["key", "reminder", "due", "", "meaning"], rows, [False] * 5, longest=52, paint=paint)
    if len(due) > FIRST_DUE:
        lines.append("  " + paint(f"… and {len(due) - FIRST_DUE:,} more", "soft"))
    return ["", paint("Reminders", "title"), *lines]


def _meaning(item: Due) -> str:
    return f"{item.says} ({item.waiting_on})" if item.waiting_on else item.says


def in_days(days: int, unit: str = "days") -> str:
    """When something is due, as one says it; `unit` is what days ahead are counted in, those that are past are days."""
    if days == 0:
        return "today"
    if days == 1 and unit == "days":
        return "tomorrow"
    many = counted(abs(days), unit.removesuffix("s") if days > 0 else "day")
    return f"in {many}" if days > 0 else f"{many} late"


def _span(keys: Sequence[str]) -> str:
    """Some keys: all of up to three, else the first and the last."""
    return listed(list(keys)) if len(keys) <= 3 else f"{keys[0]} to {keys[-1]}"


def _stretches(keys: Sequence[str]) -> str:
    """Some keys: all of up to three, else the first and the last of each row of numbers without a gap."""
    if len(keys) <= 3:
        return listed(list(keys))
    numbered = [(match[1], int(match[2] or -1), match[0]) for key in keys if (match := _NUMBER_LAST.fullmatch(key))]
    runs: list[list[tuple[str, int, str]]] = []
    for one in sorted(numbered):
        if runs and (runs[-1][-1][0], runs[-1][-1][1] + 1) == one[:2]:
            runs[-1].append(one)
        else:
            runs.append([one])
    spans = [run[0][2] if len(run) == 1 else f"{run[0][2]} to {run[-1][2]}" for run in runs]
    return listed(spans) if len(spans) <= 5 else ", ".join(spans[:5]) + _more(spans)


def _has(many: int) -> str:
    return "has" if many == 1 else "have"


def _more(items: Sequence[str]) -> str:
    return f" … and {len(items) - 5:,} more" if len(items) > 5 else ""
