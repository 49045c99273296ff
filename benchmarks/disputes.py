"""The jobs on a workbook of a large template: so many purchases, a fifth as many disputes with their evidence.

Run like `benchmarks.jobs`; the number of rows is that of the purchases.
"""

import random
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from benchmarks.cases import TODAY
from benchmarks.jobs import DAY, Job, Timed, copied, main, target

Rows = dict[str, dict[str, list[Any]]]

JOBS: dict[str, Job] = {}
TYPES: Final = ("Damaged In Transit", "Counterfeit", "Not As Described", "Late Delivery", "Lost Parcel")
RESULTS: Final = (("Agreed", "Seller"), ("Ruled For", "Seller"), ("Ruled Against", "Personal"), ("Agreed", "Logistics"))
ITEMS: Final = ("Order confirmation", "Photos", "Video", "Chat with the seller", "Tracking history")
CLASSES: Final = ("Transaction", "Product", "Product", "Communication", "Logistics")
SHARE: Final = 5
"""One of so many purchases has a dispute."""


def job(make: Job) -> Job:
    """Register a job under its function's name."""
    JOBS[make.__name__] = make
    return make


def prepare(folder: Path, rows: int) -> None:
    """The workbooks that jobs of this size read: `disputes-ROWS.xlsx`, and the same edited a hundred times."""
    from sheetkit import build, patch_xlsx

    made = folder / f"disputes-{rows}.xlsx"
    if made.exists():
        return
    build("disputes", made, as_of=DAY, rows=given(rows))
    edited = folder / f"disputes-edited-{rows}.xlsx"
    edited.write_bytes(made.read_bytes())
    step = max(1, rows // SHARE // 100)
    patch_xlsx(edited, {("Disputes", f"R{row}"): "They answered." for row in range(2, rows // SHARE + 2, step)})


def given(purchases: int, seed: int = 11) -> Rows:
    """What a person typed: half of the disputes are open, so that the build brings the evidence that they need.

    The closed ones have five pieces of evidence each, all have two messages. The same seed gives the same rows.
    """
    source = random.Random(seed)  # noqa: S311 - test data, no secrets
    sellers = [f"Seller {number}" for number in range(max(5, purchases // 50))]
    carriers = [f"Carrier {number}" for number in range(8)]
    categories = [f"Category {number}" for number in range(12)]
    bought = _columns(purchases, lambda at: _purchase(source, at, sellers, carriers, categories))
    disputes = _columns(purchases // SHARE, lambda at: _dispute(source, at))
    closed = [key for key, day in zip(disputes["Case ID"], disputes["Closed On"], strict=True) if day]
    return {
        "Sellers": {"Seller": sellers, "Service Rating": [source.randint(1, 5) for _ in sellers]},
        "Carriers": {"Carrier": carriers},
        "Categories": {"Category": categories},
        "Purchases": bought,
        "Disputes": disputes,
        "Evidence": _columns(len(closed) * len(ITEMS), lambda at: _evidence(at, closed)),
        "Negotiation": _columns(2 * len(disputes["Case ID"]), lambda at: _message(at, disputes["Case ID"])),
    }


def _columns(rows: int, row: Callable[[int], dict[str, Any]]) -> dict[str, list[Any]]:
    made = [row(at) for at in range(rows)]
    return {name: [each[name] for each in made] for name in made[0]} if made else {}


def _purchase(
    source: random.Random, at: int, sellers: list[str], carriers: list[str], categories: list[str]
) -> dict[str, Any]:
    paid = TODAY - source.randrange(40, 400)
    return {
        "Purchase ID": f"PU-{at:06}", "Item": f"Article {at}", "Seller": source.choice(sellers),
        "Value": source.randrange(500, 30_000) / 100, "Currency": "EUR", "Bought On": paid,
        "Order ID": f"N-{source.randrange(10**7):07}", "Paid Through": source.choice(("PayPal", "Visa Card", "eBay")),
        "Category": source.choice(categories), "Carrier": source.choice(carriers),
        "Expected By": paid + 20, "Delivered On": paid + source.randrange(5, 35),
        "Fragile": source.choice(("Yes", "No")), "Specification": "as in the listing, colour sand",
        "Quality Guarantee": source.choice(("genuine article, money back", "good quality", None)),
        "Delivery Limit": "within 20 days", "Return Policy": "14 days", "Refund Timeline": "quickly",
    }  # fmt: skip


def _dispute(source: random.Random, at: int) -> dict[str, Any]:
    opened = TODAY - source.randrange(1, 300)
    closed = at % 2 == 0
    result, cause = source.choice(RESULTS)
    return {
        "Case ID": f"DC-{at:06}", "Purchase ID": f"PU-{at * SHARE:06}", "Type": source.choice(TYPES),
        "Opened On": opened, "Demand": "Refund", "Loss": source.randrange(500, 30_000) / 100,
        "Evidence Sent On": opened if closed else None, "Negotiation Ended On": opened if closed else None,
        "Negotiation Result": "Agreed" if closed else None, "Closed On": TODAY if closed else None,
        "Result": result if closed else None, "Recovered": 5.0 if closed else None,
        "Root Cause": cause if closed else None,
    }  # fmt: skip


def _evidence(at: int, cases: list[str]) -> dict[str, Any]:
    case, item = divmod(at, len(ITEMS))
    return {
        "Evidence ID": f"EV-{at:06}", "Case ID": cases[case], "Item": ITEMS[item], "Class": CLASSES[item],
        "Required": "Yes", "Name": f"{ITEMS[item]} {case}", "Obtained On": TODAY,
    }  # fmt: skip


def _message(at: int, cases: list[str]) -> dict[str, Any]:
    case, answer = divmod(at, 2)
    return {
        "Message ID": f"M-{at:06}", "Case ID": cases[case], "At": TODAY, "Party": "Seller" if answer else "Me",
        "Kind": "Message", "What Was Said": f"Message {at}",
    }  # fmt: skip


@job
def disputes_build(folder: Path, rows: int) -> Timed:
    """The public `build`: the evidence that open disputes need, every formula, checks, rendering and writing."""
    from sheetkit import build

    typed = given(rows)
    return lambda: build("disputes", target(folder), as_of=DAY, rows=typed)


@job
def disputes_update(folder: Path, rows: int) -> Timed:
    """The public `update` after 100 edits."""
    from sheetkit import update

    path = copied(folder / f"disputes-edited-{rows}.xlsx", folder)
    return lambda: update(path, as_of=DAY)


@job
def disputes_review(folder: Path, rows: int) -> Timed:
    """The public `review` of a quarter: every figure with the rows behind it."""
    from sheetkit import review

    return lambda: review(folder / f"disputes-{rows}.xlsx", "2026Q3", as_of=DAY)


if __name__ == "__main__":
    main(JOBS, prepare, sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
