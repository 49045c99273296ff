"""The cases of a sample year worked out in plain Python from its CSV files, without a line of sheetkit."""

import csv
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

Row = dict[str, str]
PRESETS = Path(__file__).parents[2] / "templates/disputes/presets"
HOLIDAYS = frozenset(
    date(year, month, day)
    for year, month, day in (
        *((2025, 12, 25), (2025, 12, 26), (2026, 1, 1), (2026, 4, 3), (2026, 4, 6), (2026, 5, 1)),
        *((2026, 5, 14), (2026, 5, 25), (2026, 12, 25), (2026, 12, 26), (2027, 1, 1)),
    )
)
EVIDENCE_DAYS, REPLY_DAYS, REFUND_DAYS = 7, 3, 14


def rows(path: Path) -> list[Row]:
    """The rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day(text: str) -> date | None:
    """The day that a cell names; None for a blank."""
    return datetime.fromisoformat(text).date() if text else None


def days(*texts: str) -> list[date]:
    """The days among some cells."""
    return [found for text in texts if (found := day(text))]


def amount(text: str) -> float:
    """The amount in a cell; 0 for a blank."""
    return float(text or 0)


def after(start: date, many: int, unit: str) -> date:
    """The day so many days, or working days, after another."""
    if unit != "working days":
        return start + timedelta(many)
    found = start
    while many:
        found += timedelta(1)
        many -= found.weekday() < 5 and found not in HOLIDAYS
    return found


@dataclass(frozen=True)
class Year:
    """The rows of all tabs, as the sample and the presets have them."""

    tabs: dict[str, list[Row]]
    today: date

    @classmethod
    def of(cls, folder: Path, today: date) -> "Year":
        """The year that lies in a folder, seen from a day."""
        return cls({path.stem: rows(path) for path in [*PRESETS.glob("*.csv"), *folder.glob("*.csv")]}, today)

    def of_case(self, tab: str, case: str) -> list[Row]:
        """The rows of a tab that belong to a case."""
        return [row for row in self.tabs[tab] if row["Case ID"] == case]

    def cases(self) -> list["Case"]:
        """Every case of the year."""
        purchases = {row["Purchase ID"]: row for row in self.tabs["purchases"]}
        return [Case(self, row, purchases[row["Purchase ID"]]) for row in self.tabs["disputes"]]

    def rule(self, channel: str, kind: str, type_: str) -> Row | None:
        """The deadline in use for a type, else the one for all types."""
        found = {
            row["Applies To"]: row
            for row in reversed(self.tabs["deadlines"])
            if (row["Channel"], row["Deadline"], row["In Use"]) == (channel, kind, "Yes")
        }
        return found.get(type_) or found.get("")


@dataclass(frozen=True)
class Case:
    """One case with its purchase; dates are days, None where there is none."""

    year: Year
    row: Row
    purchase: Row

    @property
    def opened(self) -> date:
        return date.fromisoformat(self.row["Opened On"])

    @property
    def closed(self) -> date | None:
        return day(self.row["Closed On"])

    @property
    def channel(self) -> str:
        return self.row["Claim With"] or self.purchase["Paid Through"]

    @property
    def appeals(self) -> list[Row]:
        return self.year.of_case("appeals", self.row["Case ID"])

    @property
    def days(self) -> int | None:
        return (self.closed - self.opened).days if self.closed else None

    @property
    def outcome(self) -> str:
        won = {"Agreed": "Won", "Ruled For": "Won", "Ruled Against": "Lost", "Withdrawn": "Withdrawn"}
        return won[self.row["Result"]] if self.closed else ""

    @property
    def net_loss(self) -> float:
        return round(amount(self.row["Loss"]) + amount(self.row["Costs"]) - amount(self.row["Recovered"]), 2)

    @property
    def stage(self) -> int:
        if self.closed:
            return 5
        if self.appeals:
            return 5 if all(row["Decided On"] for row in self.appeals) else 4
        if self.row["Negotiation Ended On"]:
            return 5 if self.row["Negotiation Result"] == "Agreed" else 4
        if self.row["Evidence Sent On"]:
            return 3
        return 2 if self.row["Type"] and self.row["Demand"] and self.row["Loss"] else 1

    @property
    def evidence_rule(self) -> tuple[int, str, str]:
        """How many days, of which kind, from which event."""
        rule = self.year.rule(self.channel, "Send Evidence", self.row["Type"])
        if rule:
            return int(rule["Value"]), rule["Unit"], rule["Starts From"]
        for row in self.year.tabs["types"]:
            if row["Type"] == self.row["Type"] and row["Evidence Within"]:
                return int(row["Evidence Within"]), row["Unit"], row["Starts From"]
        return EVIDENCE_DAYS, "days", "Dispute Opened"

    @property
    def evidence_due(self) -> date | None:
        return day(self.row["Evidence Due By"]) or self.last_day(*self.evidence_rule)

    @property
    def on_time(self) -> str:
        sent, due = day(self.row["Evidence Sent On"]), self.evidence_due
        if due is None:
            return ""
        if sent:
            return "Yes" if sent <= due else "No"
        return "" if self.closed or due >= self.year.today else "No"

    def event(self, name: str) -> date | None:
        """The day of an event from which a deadline may run."""
        decided = {row["Submitted On"]: row["Decided On"] for row in self.appeals}
        found = {
            "Dispute Opened": self.row["Opened On"],
            "Payment": self.purchase["Bought On"],
            "Delivery": self.purchase["Delivered On"] or self.purchase["Expected By"],
            "Expected Delivery": self.purchase["Expected By"],
            "Return Received": self.row["Returned On"],
            "Decision": decided[max(decided)] if decided else "",
        }
        return day(found[name])

    def last_day(self, many: int, unit: str, event: str) -> date | None:
        """The day so long after an event; None while that has no day."""
        start = self.event(event)
        return after(start, many, unit) if start else None

    def claim_by(self) -> date | None:
        """The last day to open a claim with the channel."""
        return self.by_rule("Open A Claim")

    def escalate_by(self) -> date | None:
        """The last day to escalate with the channel."""
        return self.by_rule("Escalate")

    def by_rule(self, kind: str) -> date | None:
        """The last day by the rule of the channel; None without one, or while its event has no day."""
        rule = self.year.rule(self.channel, kind, self.row["Type"])
        return self.last_day(int(rule["Value"]), rule["Unit"], rule["Starts From"]) if rule else None

    def dates(self) -> list[date]:
        """Every day that still waits for something."""
        follow_ups = self.year.of_case("follow-ups", self.row["Case ID"])
        found = [d for row in follow_ups if not row["Done On"] for d in days(row["Due"])]
        if self.closed:
            return found
        agreed = self.row["Negotiation Result"] == "Agreed"
        ended = day(self.row["Negotiation Ended On"])
        if agreed and ended and self.row["Demand"] in {"Refund", "Partial Refund"}:  # an update adds this follow-up
            found.append(ended + timedelta(REFUND_DAYS))
        if not self.appeals and not agreed:
            last = [self.claim_by(), self.escalate_by()]
            found += [d for d in last if d and d >= self.year.today]
        if self.stage < 3 and self.evidence_due:
            found.append(self.evidence_due)
        if self.stage == 3:
            found.append(after(self.last_word(), REPLY_DAYS, "working days"))
        for row in self.year.of_case("negotiation", self.row["Case ID"]):
            if row["Commitment"] and not row["Kept"] and row["Party"] != "Me":
                found += days(row["Due"])
        for row in self.appeals:
            if not row["Decided On"] and not row["Responded On"]:
                found += days(row["Response Due"])
        for row in self.year.of_case("evidence", self.row["Case ID"]):
            if row["Obtained On"] and not row["Accepted"]:
                found += [d for d in days(row["Valid Until"]) if d >= self.year.today]
        return found

    def last_word(self) -> date:
        """The day of the latest message, else that of the evidence."""
        said = days(*(row["At"] for row in self.year.of_case("negotiation", self.row["Case ID"])))
        return max(said, default=day(self.row["Evidence Sent On"]) or self.opened)

    @property
    def late(self) -> bool:
        """Whether the next date has passed, on whatever day of the week."""
        return min(self.dates(), default=self.year.today) < self.year.today
