"""What a reminder says in formulas: the days that are left, and when its date takes which colour."""

from sheetkit.formula.ast import Binary, Bool, Call, Name, Node, Number, Text, ThisRow
from sheetkit.formula.parse import parse
from sheetkit.template.model import WORKING, FlagColour, Reminder, Tab
from sheetkit.template.resolve import column_of

TODAY = Name("Today")
"""The setting that holds today's date."""


def days_left(tab: Tab, reminder: Reminder, today: Node = TODAY) -> Node:
    """The days from `today` until the due date, negative when it has passed; working days where the reminder says so.

    Working days are counted after today up to the due date itself, Monday to Friday without the holidays; days past
    the due date are plain days.
    """
    due: Node = ThisRow(reminder.due)
    if column_of(tab, reminder.due).type == "datetime":
        due = Call("INT", (due,))
    plain = Binary("-", due, today)
    if reminder.unit == "days":
        return plain
    plainly: Node = Binary("<=", due, today)
    if reminder.unit != WORKING:
        named = ThisRow(reminder.unit) if unit_column(tab, reminder) else Name(reminder.unit)
        plainly = Call("OR", (Binary("<>", named, Text(WORKING)), plainly))
    holidays = (Name(reminder.holidays),) if reminder.holidays else ()
    working = Call("NETWORKDAYS", (Binary("+", today, Number(1.0)), due, *holidays))
    return Call("IF", (plainly, plain, working))


def unit_column(tab: Tab, reminder: Reminder) -> str:
    """The column that says in each row what the reminder counts; "" when all rows count the same."""
    return reminder.unit if any(column.name == reminder.unit for column in tab.columns) else ""


def reminder_rules(tab: Tab, reminder: Reminder) -> list[tuple[Node, FlagColour]]:
    """When a due date is overdue, within its last tier, and within its widest tier; with the colour of each."""
    due = ThisRow(reminder.due)
    is_open = parse(reminder.open) if reminder.open else Bool(True)
    left = days_left(tab, reminder)

    def within(days: Node) -> Node:
        near = Call("AND", (is_open, Call("ISNUMBER", (due,)), Binary("<=", left, days)))
        return Call("IFERROR", (near, Bool(False)))

    rules: list[tuple[Node, FlagColour]] = [(within(Number(-1.0)), "alarm")]
    if reminder.tiers:
        rules.append((within(_tier(reminder, "MIN")), "warning"))
    if len(reminder.tiers) > 1:
        rules.append((within(_tier(reminder, "MAX")), "notice"))
    return rules


def _tier(reminder: Reminder, which: str) -> Node:
    """The smallest or the largest tier; settings are read where they stand, so that people may change them."""
    numbers = [tier for tier in reminder.tiers if isinstance(tier, int)]
    names = tuple(Name(tier) for tier in reminder.tiers if isinstance(tier, str))
    own = (Number(float(min(numbers) if which == "MIN" else max(numbers))),) if numbers else ()
    both = (*own, *names)
    return both[0] if len(both) == 1 else Call(which, both)
