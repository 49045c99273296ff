"""The tables of the Review tab counted in plain Python, row by row."""

from tests.templates_disputes.cases import Case, Row, amount
from tests.templates_disputes.figures import MAIN, STAGES, Figures, Table, mean, quarter_of, share, shifted


def tables(figures: Figures) -> dict[str, Table]:
    """Every table of the Review tab by its name: label → the figures beside it."""
    quarters = [shifted(figures.quarter, by) for by in range(-7, 1)]
    return {
        "By_Type": _by_type(figures),
        "By_Seller": _by(figures, "Seller", "sellers", 10),
        "By_Category": _by(figures, "Category", "categories", 8),
        "By_Carrier": _by(figures, "Carrier", "carriers", 8),
        "By_Root_Cause": _by_cause(figures),
        "By_Quarter": {quarter: _quarter(figures, quarter) for quarter in quarters},
        "Rate_Trend": {quarter: _rates(figures, quarter) for quarter in quarters},
        "By_Stage": _by_stage(figures),
        "List_Proposals": _sellers(figures),
        "Carrier_Proposals": _others(figures, "Carrier", "Logistics"),
        "Category_Proposals": _others(figures, "Category", "Seller"),
        "Suggestions_Made": _suggestions(figures, figures.quarter),
        "Suggestions_Checked": _suggestions(figures, shifted(figures.quarter, -1)),
    }


def _by_type(figures: Figures) -> Table:
    opened, before = figures.opened(figures.quarter), figures.opened(shifted(figures.quarter, -1))
    found: Table = {}
    for name in figures.top(lambda case: case.row["Type"], 16):
        mine = [case for case in opened if case.row["Type"] == name]
        closed = [case for case in figures.closed(figures.quarter) if case.row["Type"] == name]
        earlier = sum(case.row["Type"] == name for case in before)
        days = mean(case.days or 0 for case in closed)
        found[name] = (len(mine), share(len(mine), len(opened)), len(closed), days, figures.loss(closed), earlier)
    return found


def _by(figures: Figures, kind: str, tab: str, most: int) -> Table:
    known = {row[kind]: row for row in figures.year.tabs[tab]}
    found: Table = {}
    for name in figures.top(lambda case: case.purchase[kind], most):
        opened = [case for case in figures.opened(figures.quarter) if case.purchase[kind] == name]
        closed = [case for case in figures.closed(figures.quarter) if case.purchase[kind] == name]
        bought = [row for row in figures.bought(figures.quarter) if row[kind] == name]
        hit = figures.hit(bought)
        found[name] = (
            len(opened),
            len(bought),
            hit,
            share(hit, len(bought)),
            figures.rate(kind, name),
            mean(case.days or 0 for case in closed),
            figures.loss(closed),
            figures.proposed(kind, known[name]) or None,
        )
    return found


def _by_cause(figures: Figures) -> Table:
    closed = figures.closed(figures.quarter)
    found = {cause: _cause(figures, closed, cause) for cause in ("Seller", "Logistics", "Personal")}
    every = (len(closed), None, mean(case.days or 0 for case in closed), figures.loss(closed))
    return found | {"Total": every}


def _cause(figures: Figures, closed: list[Case], cause: str) -> tuple[float | str | None, ...]:
    mine = [case for case in closed if case.row["Root Cause"] == cause]
    return len(mine), share(len(mine), len(closed)), mean(case.days or 0 for case in mine), figures.loss(mine)


def _quarter(figures: Figures, quarter: str) -> tuple[float | str | None, ...]:
    bought, closed = figures.bought(quarter), figures.closed(quarter)
    main = [case for case in closed if case.purchase["Currency"] == MAIN]
    return (
        len(bought),
        share(figures.hit(bought), len(bought)),
        len(figures.opened(quarter)),
        len(closed),
        figures.win_rate(closed),
        mean(case.days or 0 for case in closed),
        sum(amount(case.row["Recovered"]) for case in main),
        figures.loss(closed),
    )


def _rates(figures: Figures, quarter: str) -> tuple[float | str | None, ...]:
    bought = figures.bought(quarter)
    timely = [
        case
        for case in figures.cases
        if case.on_time and case.evidence_due and quarter_of(case.evidence_due) == quarter
    ]
    on_time = share(sum(case.on_time == "Yes" for case in timely), len(timely))
    return share(figures.hit(bought), len(bought)), on_time, figures.win_rate(figures.closed(quarter))


def _by_stage(figures: Figures) -> Table:
    still = [case for case in figures.cases if not case.closed]
    found: Table = {}
    for number, name in enumerate(STAGES, 1):
        found[name] = _stake([case for case in still if case.stage == number])
    return found | {"Total": _stake(still)}


def _stake(cases: list[Case]) -> tuple[float, float, float]:
    main = [case for case in cases if case.purchase["Currency"] == MAIN]
    return len(cases), sum(case.late for case in cases), sum(amount(case.row["Loss"]) for case in main)


def _to_decide(figures: Figures, kind: str) -> list[tuple[int, Row]]:
    """Those on another list than proposed, with their disputed purchases: most of these first, ten at most."""
    rows: list[tuple[int, Row]] = []
    for row in figures.year.tabs[{"Seller": "sellers", "Carrier": "carriers", "Category": "categories"}[kind]]:
        proposed = figures.proposed(kind, row)
        if proposed and proposed != row["List Status"]:
            rows.append((figures.record(kind, row[kind])[1], row))
    return sorted(rows, key=lambda pair: (-pair[0], pair[1][kind].casefold()))[:10]


def _sellers(figures: Figures) -> Table:
    return {
        row["Seller"]: (
            hit,
            figures.record("Seller", row["Seller"])[0],
            figures.score(row),
            row["List Status"] or None,
            figures.proposed("Seller", row),
        )
        for hit, row in _to_decide(figures, "Seller")
    }


def _others(figures: Figures, kind: str, cause: str) -> Table:
    """Carriers or categories, with the cases of one root cause."""
    found: Table = {}
    for hit, row in _to_decide(figures, kind):
        many, _, cases = figures.record(kind, row[kind])
        caused = sum(case.row["Root Cause"] == cause for case in cases)
        proposed = figures.proposed(kind, row)
        found[row[kind]] = (hit, many, share(hit, many), caused, row["List Status"] or None, proposed)
    return found


def _suggestions(figures: Figures, quarter: str) -> Table:
    found: Table = {}
    made = [row for row in figures.year.tabs["suggestions"] if row["Quarter"] == quarter]
    for row in sorted(made, key=lambda row: row["Suggestion ID"])[:12]:
        since = figures.since(row)
        found[row["Suggestion ID"]] = (
            float(row["Rate Then"]),
            share(figures.hit(since), len(since)),
            len(since),
            row["Accepted"] or None,
            figures.helped(row) or None,
            row["Rule"],
            row["Suggestion"],
        )
    return found
