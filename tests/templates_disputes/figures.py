"""The figures of the Review tab counted in plain Python from the sample's CSV files, without a line of sheetkit."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date
from statistics import fmean, median

from tests.templates_disputes.cases import Case, Row, Year, amount, day

Value = float | str | None
Table = dict[str, tuple[Value, ...]]
"""Label → the figures beside it."""
MAIN = "EUR"
STAGES = ("1 Initiation", "2 Evidence", "3 Negotiation", "4 Appeal", "5 Closure")
LIST_MINIMUM, BLACK_RATE, BLACK_SCORE, WHITE_RATE, WHITE_SCORE, HIGH_RATE = 3, 0.4, 35, 0.05, 70, 0.25
GREY_RATE = 0.2
WEIGHTS, FAST, SLOW = (30, 40, 30), 5, 30


def quarter_of(when: date) -> str:
    """The quarter of a day, such as 2026Q3."""
    return f"{when.year}Q{(when.month + 2) // 3}"


def shifted(quarter: str, by: int) -> str:
    """The quarter so many quarters later."""
    number = 4 * int(quarter[:4]) + int(quarter[5]) - 1 + by
    return f"{number // 4}Q{number % 4 + 1}"


def share(part: int, whole: int) -> Value:
    """A part of a whole; None where there is no whole."""
    return part / whole if whole else None


def mean(values: Iterable[float]) -> Value:
    """The mean; None where there is nothing."""
    found = list(values)
    return fmean(found) if found else None


class Figures:
    """All figures of one quarter of a sample year."""

    def __init__(self, year: Year, quarter: str) -> None:
        self.year, self.quarter = year, quarter
        self.cases = year.cases()
        self.disputed = {case.purchase["Purchase ID"] for case in self.cases}
        self.purchases = [row for row in year.tabs["purchases"] if row["Bought On"]]

    def bought(self, quarter: str) -> list[Row]:
        return [row for row in self.purchases if quarter_of(date.fromisoformat(row["Bought On"])) == quarter]

    def opened(self, quarter: str) -> list[Case]:
        return [case for case in self.cases if quarter_of(case.opened) == quarter]

    def closed(self, quarter: str) -> list[Case]:
        return [case for case in self.cases if case.closed and quarter_of(case.closed) == quarter]

    def hit(self, rows: Iterable[Row]) -> int:
        return sum(row["Purchase ID"] in self.disputed for row in rows)

    def metrics(self) -> dict[str, Value]:
        """Every figure above the tables, by its name."""
        bought, closed = self.bought(self.quarter), self.closed(self.quarter)
        decided = [case for case in closed if case.outcome in {"Won", "Lost"}]
        timely = [
            case
            for case in self.cases
            if case.on_time and case.evidence_due and quarter_of(case.evidence_due) == self.quarter
        ]
        known = [case for case in self.cases if quarter_of(case.opened) <= self.quarter]
        ended = [case for case in self.cases if case.closed and quarter_of(case.closed) <= self.quarter]
        return {
            "Purchases_Made": len(bought),
            "Purchases_Disputed": self.hit(bought),
            "Dispute_Rate": share(self.hit(bought), len(bought)),
            "Disputes_Opened": len(self.opened(self.quarter)),
            "Disputes_Closed": len(closed),
            "Opened_Before_End": len(known),
            "Closed_Before_End": len(ended),
            "Open_At_End": len(known) - len(ended),
            "Late_Now": sum(case.late for case in self.cases),
            "Cases_Decided": len(decided),
            "Cases_Won": sum(case.outcome == "Won" for case in decided),
            "Win_Rate": self.win_rate(closed),
            "Resolved": len(closed),
            "Resolution_Mean": mean(case.days or 0 for case in closed),
            "Resolution_Median": median(case.days or 0 for case in closed) if closed else None,
            "Evidence_Due_Count": len(timely),
            "Evidence_On_Time_Rate": share(sum(case.on_time == "Yes" for case in timely), len(timely)),
            **self.money(closed),
            **self.proposals(),
            **self.suggestions(),
        }

    def money(self, closed: list[Case]) -> dict[str, Value]:
        """The amounts in the main currency."""
        main = [case for case in closed if case.purchase["Currency"] == MAIN]
        claimed, recovered, costs = (
            sum(amount(case.row[name]) for case in main) for name in ("Loss", "Recovered", "Costs")
        )
        stake = [case for case in self.cases if not case.closed and case.purchase["Currency"] == MAIN]
        return {
            "Money_Cases": len(main),
            "Loss_Claimed": claimed,
            "Amount_Recovered": recovered,
            "Case_Costs": costs,
            "Net_Loss_Sum": sum(case.net_loss for case in main),
            "Recovery_Share": recovered / claimed if claimed else None,
            "Other_Currencies": len(closed) - len(main),
            "Open_Loss": sum(amount(case.row["Loss"]) for case in stake),
        }

    def suggestions(self) -> dict[str, Value]:
        """What became of the suggestions of the quarter before."""
        made = [row for row in self.year.tabs["suggestions"] if row["Quarter"] == shifted(self.quarter, -1)]
        outcomes = Counter(self.helped(row) for row in made)
        return {
            "Suggestions_Before": len(made),
            "Suggestions_Accepted": sum(row["Accepted"] == "Yes" for row in made),
            "Suggestions_Helped": outcomes["Yes"],
            "Suggestions_Avoided": outcomes["Avoided"],
        }

    def since(self, row: Row) -> list[Row]:
        """Purchases from the subject of a suggestion after the day it was made."""
        return [p for p in self.purchases if p[row["About"]] == row["Subject"] and p["Bought On"] > row["Suggested On"]]

    def helped(self, row: Row) -> str:
        since, then = self.since(row), float(row["Rate Then"])
        if row["Accepted"] != "Yes":
            return ""
        if not since:
            return "Avoided" if then > 0 else ""
        return "Yes" if self.hit(since) / len(since) < then else "No"

    def proposals(self) -> dict[str, Value]:
        """How many sellers, carriers and categories stand on another list than proposed."""
        return {
            f"{plural}_To_Decide": sum(
                bool(self.proposed(kind, row)) and self.proposed(kind, row) != row["List Status"]
                for row in self.year.tabs[plural.lower()]
            )
            for kind, plural in (("Seller", "Sellers"), ("Carrier", "Carriers"), ("Category", "Categories"))
        }

    def record(self, kind: str, name: str) -> tuple[int, int, list[Case]]:
        """Purchases, disputed ones, and cases of a seller, carrier or category."""
        rows = [row for row in self.purchases if row[kind] == name]
        return len(rows), self.hit(rows), [case for case in self.cases if case.purchase[kind] == name]

    def rate(self, kind: str, name: str) -> Value:
        many, hit, _ = self.record(kind, name)
        return share(hit, many)

    def score(self, row: Row) -> int | None:
        """A seller's after-sales score: return speed, cases settled, service."""
        cases = self.record("Seller", row["Seller"])[2]
        returns = [
            (last - first).days
            for case in cases
            if (first := day(case.row["Returned On"])) and (last := day(case.row["Refunded On"]))
        ]
        decided = [case for case in cases if case.outcome in {"Won", "Lost"}]
        settled = sum(case.row["Result"] == "Agreed" for case in decided)
        parts = (
            100 * max(0.0, min(1.0, (SLOW - fmean(returns)) / (SLOW - FAST))) if returns else None,
            100 * settled / len(decided) if decided else None,
            25 * float(row["Service Rating"]) - 25 if row["Service Rating"] else None,
        )
        counted = [(weight, part) for weight, part in zip(WEIGHTS, parts, strict=True) if part is not None]
        total = sum(weight for weight, _ in counted)
        return int(sum(weight * part for weight, part in counted) / total + 0.500001) if counted else None

    def proposed(self, kind: str, row: Row) -> str:
        """The list that the record proposes."""
        many, hit, cases = self.record(kind, row[kind])
        causes = Counter(case.row["Root Cause"] for case in cases)
        if kind == "Seller":
            return self._seller_list(row, many, cases)
        if many < LIST_MINIMUM:
            return ""
        if kind == "Carrier":
            logistics = causes["Logistics"]
            if logistics > 1 and logistics / many >= HIGH_RATE:
                return "Black"
            return (
                "White"
                if hit / many <= WHITE_RATE and many >= 6
                else "Grey"
                if logistics > 1 and logistics / many >= WHITE_RATE
                else ""
            )
        if hit > 1 and hit / many >= HIGH_RATE + 0.1:
            return "Black"
        return "White" if hit / many <= WHITE_RATE else "Grey" if hit > 1 and hit / many >= GREY_RATE else ""

    def _seller_list(self, row: Row, many: int, cases: list[Case]) -> str:
        score = self.score(row)
        if any(case.row["Type"] == "Counterfeit" and case.outcome == "Won" for case in cases):
            return "Black"
        if many < LIST_MINIMUM:
            return ""
        decided = sum(case.outcome in {"Won", "Lost"} for case in cases)
        against = sum(case.row["Root Cause"] not in {"Logistics", "Personal"} for case in cases)
        if (against > 1 and against / many >= BLACK_RATE) or (
            decided > 1 and score is not None and score < BLACK_SCORE
        ):
            return "Black"
        if against / many <= WHITE_RATE and score is not None and score >= WHITE_SCORE:
            return "White"
        return "Grey" if against > 1 and against / many >= GREY_RATE else ""

    def win_rate(self, closed: list[Case]) -> Value:
        decided = [case for case in closed if case.outcome in {"Won", "Lost"}]
        return share(sum(case.outcome == "Won" for case in decided), len(decided))

    def loss(self, cases: Iterable[Case]) -> float:
        return sum(case.net_loss for case in cases if case.purchase["Currency"] == MAIN)

    def top(self, value: Callable[[Case], str], most: int) -> list[str]:
        """The values with the most cases opened in the quarter."""
        counts = Counter(value(case) for case in self.opened(self.quarter) if value(case))
        return sorted(counts, key=lambda name: (-counts[name], name.casefold()))[:most]
