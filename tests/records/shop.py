"""A small template for the tests of reading, and a clean workbook of it as text."""

from sheetkit.template.load import load_text

SHOP = load_text(
    """
name: shop
version: 1
title: A small shop
currency: EUR
settings:
  - {name: Today, type: date, value: =TODAY()}
  - {name: Currency, value: EUR}
  - {name: Date_Order, label: Day or month first, value: ''}
  - {name: Grace, label: Days of grace, type: days, value: 3}
lists:
  - {name: Reasons, label: Reasons for a refund, values: [Damaged, Late, Wrong Item]}
  - {name: Holidays, type: date, values: ['2026-12-25']}
tabs:
  - name: Cases
    key: Case
    id: RF-{seq:03}
    columns:
      - {name: Case}
      - {name: Customer, type: text, required: true, also_called: [Buyer]}
      - {name: Amount, type: money, required: true, currency: Money, between: [0, 5000]}
      - {name: Money, type: text, default: EUR}
      - {name: Opened On, type: date, required: true}
      - {name: Closed On, type: date}
      - {name: Reason, type: choice, choices: Reasons}
      - {name: Gift, type: yes/no}
      - {name: Pieces, type: integer, between: [1, 99]}
      - {name: Net, type: money, currency: Money, formula: '=[@Amount]*0.8'}
      - {name: Age, type: days, formula: '=IF([@[Closed On]]="",Today,[@[Closed On]])-[@[Opened On]]'}
    order:
      - [Opened On, Closed On]
  - name: Steps
    table: Log
    key: Step
    columns:
      - {name: Step}
      - {name: Case, refers_to: Cases, required: true}
      - {name: Mail, type: email, unique: true}
      - {name: Page, type: link}
      - {name: Share, type: percent}
      - {name: At, type: datetime}
      - {name: Kind, type: choice, choices: [Call, Letter], strict: false}
      - {name: Of Case, type: number, formula: '=SUMIFS(Cases[Amount],Cases[Case],[@Case])'}
  - name: Review
    kind: dashboard
    period: ''
    metrics:
      - {name: Open_Cases, label: Open cases, type: integer, formula: '=COUNTIFS(Cases[Closed On],"")'}
      - {name: Quarter, label: Quarter, type: text, formula: '="2026Q3"', input: true}
    summaries:
      - name: By_Reason
        title: By reason
        label: Reason
        by_list: Reasons
        dimension: Reason
        columns:
          - {name: Number, type: integer, measure: {kind: count, table: Cases}}
""",
    "shop",
)

HEADERS = "Case | Customer | Amount | Money | Opened On | Closed On | Reason | Gift | Pieces | Net | Age"
_OF = "Cases[[#This Row],[{}]]".format
NET = f'=IF({_OF("Amount")}="","",{_OF("Amount")}*0.8)'
AGE = f'=IF({_OF("Opened On")}="","",IF({_OF("Closed On")}="",Today,{_OF("Closed On")})-{_OF("Opened On")})'


def case(text: str, net: str = NET, age: str = AGE) -> str:
    """The line of a case, its two formulas added: nine cells, those left out are blank."""
    cells = text.split("|")
    return " | ".join([*cells, *[""] * (9 - len(cells)), f"{net} -> 1", f"{age} -> 1"])


ANN = "RF-001 | Ann | 12.5 | EUR | 2026-03-01 | 2026-03-09 | Damaged | FALSE | 1"
BOB = "RF-002 | Bob | 20 | EUR | 2026-03-02"
BLANK = case(" | ".join([""] * 9))

SETTINGS = """
# Settings
@name Today Settings!B2
@name Currency Settings!B3
@name Date_Order Settings!B4
@name Grace Settings!B5
Setting | Value | What it does | Name in formulas
Today | =TODAY() -> 2026-11-22 | | Today
Currency | EUR | | Currency
Day or month first | | | Date_Order
Days of grace | 3 | | Grace
"""
LISTS = """
# Lists
@name Reasons Lists!A2:A6
@name Holidays Lists!B2:B4
Reasons for a refund | Holidays
Damaged | 2026-12-25
Late
Wrong Item
"""
STEPS = """
# Steps
@table Log A1:H3
Step | Case | Mail | Page | Share | At | Kind | Of Case
"""
REVIEW = """
# Review
@name Open_Cases Review!B4
@name Quarter Review!B5
@table By_Reason A8:B13
A small shop


Open cases | =COUNTIFS(Cases[Closed On],"") -> 1
Quarter | ="2026Q3" -> 2026Q3


Reason | Number
=INDEX(Reasons,1) -> Damaged | =COUNTIFS(Cases[Reason],A9) -> 1
=INDEX(Reasons,2) -> Late | =COUNTIFS(Cases[Reason],A10) -> 0
=INDEX(Reasons,3) -> Wrong Item | =COUNTIFS(Cases[Reason],A11) -> 0
=INDEX(Reasons,4) | =IF(A12="","",1)
=INDEX(Reasons,5) | =IF(A13="","",1)
"""


def cases(*lines: str, header: str = HEADERS, table: str = "@table Cases A1:K{}", name: str = "Cases") -> str:
    """The Cases tab with these lines as its real table."""
    return "\n".join([f"\n# {name}", table.format(len(lines) + 1), header, *lines, ""])


def book(*parts: str) -> str:
    """A workbook's text: the given tabs, and clean ones for all others."""
    titles = [part.strip().partition("\n")[0].casefold() for part in parts]
    whole = {"# Cases": cases(case(ANN), case(BOB), BLANK), "# Steps": STEPS, "# Review": REVIEW}
    whole |= {"# Settings": SETTINGS, "# Lists": LISTS}
    return "".join([*parts, *(text for title, text in whole.items() if title.casefold() not in titles)])
