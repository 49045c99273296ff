"""The formulas by which a reminder colours its date."""

import pytest

from sheetkit.formula.text import to_text
from sheetkit.records.reminders import reminder_rules
from sheetkit.template.model import Column, ColumnType, Reminder, Tab


def coloured(reminder: Reminder, kind: ColumnType = "date") -> list[tuple[str, str]]:
    tab = Tab(name="T", columns=(Column(name="Due", type=kind), Column(name="Unit")))
    return [(colour, to_text(when)) for when, colour in reminder_rules(tab, reminder)]


def test_a_date_is_overdue_the_day_after_and_coloured_by_its_first_and_last_tier() -> None:
    assert coloured(Reminder(name="R", due="Due", open='=[@Due]<>""', tiers=(7, 3, 1))) == [
        ("alarm", 'IFERROR(AND([@Due]<>"",ISNUMBER([@Due]),[@Due]-Today<=-1),FALSE)'),
        ("warning", 'IFERROR(AND([@Due]<>"",ISNUMBER([@Due]),[@Due]-Today<=1),FALSE)'),
        ("notice", 'IFERROR(AND([@Due]<>"",ISNUMBER([@Due]),[@Due]-Today<=7),FALSE)'),
    ]


@pytest.mark.parametrize(
    ("reminder", "kind", "last"),
    [
        (Reminder(name="R", due="Due", tiers=(2,)), "datetime", "INT([@Due])-Today<=2"),
        (Reminder(name="R", due="Due", tiers=("Early", 2)), "date", "[@Due]-Today<=MAX(2,Early)"),
        (Reminder(name="R", due="Due", tiers=("Early",)), "date", "[@Due]-Today<=Early"),
        (
            Reminder(name="R", due="Due", tiers=(2,), unit="working days", holidays="Holidays"),
            "date",
            "IF([@Due]<=Today,[@Due]-Today,NETWORKDAYS(Today+1,[@Due],Holidays))<=2",
        ),
        (
            Reminder(name="R", due="Due", tiers=(2,), unit="Unit", holidays="Holidays"),
            "date",
            'IF(OR([@Unit]<>"working days",[@Due]<=Today),[@Due]-Today,NETWORKDAYS(Today+1,[@Due],Holidays))<=2',
        ),
        (
            Reminder(name="R", due="Due", tiers=(2,), unit="Count_In"),
            "datetime",
            'IF(OR(Count_In<>"working days",INT([@Due])<=Today),INT([@Due])-Today,NETWORKDAYS(Today+1,INT([@Due])))<=2',
        ),
        (Reminder(name="R", due="Due", tiers=()), "date", "[@Due]-Today<=-1"),
    ],
)
def test_tiers_may_be_settings_and_days_may_be_working_days(reminder: Reminder, kind: ColumnType, last: str) -> None:
    assert coloured(reminder, kind)[-1][1] == f"IFERROR(AND(TRUE,ISNUMBER([@Due]),{last}),FALSE)"
