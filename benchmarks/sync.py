"""The parts of the page about syncs and Google spreadsheets: what is measured, and how it is shown."""

from collections.abc import Mapping

from benchmarks.measure import Measured
from benchmarks.page import Race, growth_row, raced_row, verdict

MERGES = {
    "merge_ours": "merge",
    "merge_pandas": "pandas: outer merge, compared by columns",
    "merge_sorted": "merge, one side sorted",
    "merge_pandas_sorted": "pandas, one side sorted",
    "merge_wiped": "merge, all keys wiped on one side, many rows alike",
}
MERGE_RACES = (
    Race("merge", "merge_ours", "merge_pandas", "pandas outer merge, compared by columns", 3),
    Race("merge, one side sorted", "merge_sorted", "merge_pandas_sorted", "the same", 3),
)
MOST_MERGE = 2.0
"""Seconds for the largest merge."""
GOOGLE = {
    "build_refund_log": ("build `refund-log` with its sample", 0),
    "build_disputes": ("build `disputes` with its sample", 0),
    "pair_with_new": ("make a spreadsheet from a file, and pair", 0),
    "update_10": ("update after 10 edits and 10 new cases", 10),
    "sync_nothing": ("sync, nothing to do", 0),
    "sync_10": ("sync after 10 edits on each side", 10),
    "sync_100": ("sync after 100 edits on each side", 100),
    "sync_1000": ("sync after 1,000 edits on each side", 1000),
}
"""What each job is called on the page, and the edits that it sends."""
GOOGLE_ROWS = 10_000
MOST_READS, MOST_WRITES = 3, 1
MOST_MORE = 1.1
"""So many times as many bytes an edit may need where there are many."""


def merged(grown: Mapping[int, Mapping[str, Measured]]) -> str:
    """The tables of the merge as Markdown, by the number of rows."""
    sizes = list(grown)
    largest = grown[sizes[-1]]
    ours = largest["merge_ours"].seconds
    parts = [
        "## The merge of a sync",
        "",
        f"Base, local and remote in memory, {sizes[-1]:,} rows of 20 columns: one row in a hundred edited on each",
        "side, some on both, and one in a thousand deleted and added on each. pandas merges the same three tables on",
        "the key and compares whole columns; ours says besides which row is which, what each side is to change, and",
        "the conflicts. Every cell is looked at a fixed number of times; where the three tables no longer fit into the",
        "processor's cache, as after 10,000 rows here, each look takes longer, most of all in rows out of their order.",
        "",
        "| job | against | ours | theirs | ratio | to reach | |",
        "|---|---|---|---|---|---|---|",
        *(raced_row(race, largest[race.ours].seconds, largest[race.other].seconds) for race in MERGE_RACES),
        f"| merge | | {ours:.3f} s | | | under {MOST_MERGE:.0f} s | {verdict(ours < MOST_MERGE)} |",
        "",
        "| job | " + " | ".join(f"{size:,} rows" for size in sizes) + " | peak | exponent | |",
        "|---|" + "---|" * (len(sizes) + 3),
    ]
    parts += [
        growth_row(what, [grown[size][name] for size in sizes], sizes, held="pandas" not in name)
        for name, what in MERGES.items()
    ]
    return "\n".join(parts) + "\n"


def google(found: Mapping[str, Measured], rows: int) -> str:
    """The table of Google spreadsheets as Markdown."""
    few, many = (_per_edit(name, found[name]) for name in ("sync_10", "sync_1000"))
    parts = [
        "## Google spreadsheets",
        "",
        "Against the local server in a process of its own, one run each; its own time is part of the whole. Reads and",
        f"writes are calls of the Sheets API, others go to Drive; bytes are those of the bodies. {rows:,} rows of 24",
        "columns, 6 of them formulas. In a sync the other side is an .xlsx file, and everything is read, merged,",
        "brought up to date, checked and written there too.",
        "",
        "| job | time | of it the server | reads | writes | to Drive | sent | for each edit | received | to reach | |",
        "|---|" + "---|" * 10,
    ]
    parts += [_asked(name, found[name]) for name in GOOGLE]
    parts.append(
        f"| bytes grow as the edits | | | | | | | {few:,.0f} B, {many:,.0f} B | "
        f"| within {MOST_MORE} times | {verdict(many <= MOST_MORE * few)} |"
    )
    return "\n".join(parts) + "\n"


def _asked(name: str, measured: Measured) -> str:
    what, edits = GOOGLE[name]
    asked = measured.asked
    reach = f"{MOST_READS} reads, {MOST_WRITES} write | " if name.startswith("sync") else " | "
    if name.startswith("sync"):
        reach += verdict(asked["reads"] <= MOST_READS and asked["writes"] <= MOST_WRITES)
    per_edit = f"{_per_edit(name, measured):,.0f} B" if edits else ""
    calls = " | ".join(f"{asked[kind]:.0f}" for kind in ("reads", "writes", "drive"))
    return (
        f"| {what} | {measured.seconds:.2f} s | {asked['server']:.2f} s | {calls} | {asked['sent'] / 1000:,.0f} kB "
        f"| {per_edit} | {asked['received'] / 1000:,.0f} kB | {reach} |"
    )


def _per_edit(name: str, measured: Measured) -> float:
    return measured.asked["sent"] / max(1, GOOGLE[name][1])
