"""Everything that a template of the right shape can still say wrong: the change, its line, what is told."""

import pytest

from sheetkit.core.errors import TemplateInvalid
from sheetkit.template.load import load_text

SHOP = """\
name: shop
version: 1
title: Shop
settings:
  - name: Today
    type: date
    value: =TODAY()
  - name: Currency
    value: EUR
  - name: Limit
    type: number
    value: 3
lists:
  - name: Kinds
    values: [Good, Bad]
  - name: Closed
    type: date
    values: ['2026-01-01']
tabs:
  - name: Orders
    key: Order
    id: O-{year}-{seq:03}
    id_date: Made
    import_key: Source
    columns:
      - name: Order
      - name: Made
        type: date
        required: true
      - name: Sent
        type: date
      - name: Kind
        type: choice
        choices: Kinds
        default: Good
      - name: Amount
        type: money
        currency: Currency
        between: [0, 100]
      - name: Late
        type: days
        formula: =IF([@Sent]="",Today,[@Sent])-[@Made]
      - name: Source
      - name: Kind Seen
        stamp: {kind: seen, of: Kind}
      - name: Moved
        type: date
        stamp: {kind: last action, log: Log, log_date: At, log_key: Order, on: [Kind]}
    order:
      - [Made, Sent]
    rules:
      - {name: Odd, when: '=[@Amount]>Limit', column: Amount, says: Odd.}
    flags:
      - {name: Late, when: '=[@Late]>Limit', columns: [Late]}
    reminders:
      - {name: Send, due: Sent, tiers: [7, 1]}
    changes:
      - watch: Kind
        seen: Kind Seen
        table: Log
        set: {Order: '{key}', What: '{before} {after}'}
  - name: Log
    key: Entry
    columns:
      - name: Entry
      - name: Order
        refers_to: Orders
      - name: At
        type: datetime
      - name: What
  - name: Report
    kind: dashboard
    metrics:
      - {name: Period_Start, label: From, type: date, formula: '=DATE(YEAR(Today),1,1)'}
      - {name: Period_End, label: To, type: date, formula: '=EDATE(Period_Start,3)'}
      - name: Made_Then
        label: Made
        measure: {kind: count, table: Orders, on: Made}
      - name: Mean_Amount
        label: Mean
        measure: {kind: mean, table: Orders, column: Amount, where: {Kind: Good}}
    summaries:
      - name: By_Kind
        title: By kind
        label: Kind
        by_list: Kinds
        dimension: Kind
        columns:
          - {name: Orders, measure: {kind: count, table: Orders}}
          - {name: Twice, formula: '=[@Orders]*2'}
        chart: {columns: [Orders]}
        flags:
          - {name: Many, when: '=[@Orders]>Limit', columns: [Kind]}
"""


def told(text: str) -> list[tuple[int, str, str]]:
    """Line, message and hint of every problem; none when the text loads."""
    try:
        load_text(text)
    except TemplateInvalid as error:
        return [(int(p.cell.removeprefix("line ")), p.message, p.hint) for p in error.problems]
    return []


def line_of(text: str, part: str) -> int:
    """The line on which the part first stands."""
    return text[: text.index(part)].count("\n") + 1


def test_the_shop_itself_is_fine() -> None:
    assert told(SHOP) == []


# (what stands there, what stands there instead, what is told, the hint)
NAMES = [
    ("name: Log\n", "name: ORDERS\n", "The tab ORDERS is used twice", "without case"),
    ("name: Log\n", "name: settings\n", "settings is a tab that sheetkit keeps for itself", "another name"),
    ("name: Log\n", "name: History\n", "History is a tab that Excel keeps for itself", "another name"),
    ("name: Log\n", "name: ' Log'\n", "begins or ends with a space", "Excel refuses"),
    ("name: Log\n", "name: Log-Book\n", "would be called Log-Book", "Add table:"),
    ("name: Limit", "name: today", "The name today is used twice", "share one set of names"),
    ("name: Limit", "name: Orders", "The name Orders is used twice", "share one set of names"),
    ("name: Limit", "name: Q3", "Q3 looks like the address of a cell", "Q3_"),
    ("name: Limit", "name: R1C1", "R1C1 looks like the address of a cell", "R1C1_"),
    ("name: Limit", "name: C", "C looks like the address of a cell", "C_"),
    ("name: Limit", "name: TRUE_", "There is no setting, metric or list Limit", ""),
    ("name: Limit", "name: 'True'", "True means something else in a formula", "another name"),
    ("name: Limit", "name: " + "L" * 256, "has 256 characters", "Shorten"),
    ("- name: Sent", "- name: MADE", "The header MADE is used twice", "means one column"),
    (
        "- name: Source\n",
        "- name: Source\n        also_called: [Made]\n",
        "The header Made is used twice",
        "one column",
    ),
    ("values: [Good, Bad]", "values: [Good, good, Bad]", "The entry good is used twice", "without case"),
    ("{name: Twice,", "{name: kind,", "The header kind is used twice", ""),
]
COLUMNS = [
    ("name: Order\n", "name: Order\n        formula: =1\n", "Order is key and formula at once", "one owner"),
    ("choices: Kinds", "choices: Kinds\n        refers_to: Log", "has choices and refers_to", "makes the dropdown"),
    (
        "{kind: last action, log: Log, log_date: At, log_key: Order, on: [Kind]}",
        "{kind: last action}",
        "no action",
        "on:",
    ),
    ("value: EUR", "type: yes/no\n    value: EUR", "'EUR' is neither true nor false", "without quotes"),
    ("value: EUR", "type: integer\n    value: 1.5", "1.5 is not a whole number", "without quotes"),
    ("value: EUR", "type: datetime\n    value: noon", "noon is not a datetime", "2026-03-12"),
    ("key: Order\n", "key: Ordr\n", "Orders has no column Ordr", "Did you mean Order?"),
    ("key: Order\n", "key: order\n", "Orders has no column order", "Did you mean Order?"),
    ("id: O-{year}-{seq:03}", "id: O-{year}", "has no {seq}, so two rows could get the same key", "Add {seq}"),
    ("id: O-{year}-{seq:03}", "id: O-{Knd}-{seq}", "Orders has no column Knd", "Did you mean Kind?"),
    ("id: O-{year}-{seq:03}", "id: O-{Order}-{seq}", "The key Order cannot be made from itself", "another column"),
    ("id: O-{year}-{seq:03}", "id: 'O-{seq}}'", "has no partner", "Write {seq:04}"),
    ("    key: Entry\n", "    id: E{seq}\n", "An id pattern needs a key column", "Add key:"),
    ("id_date: Made", "id_date: Kind", "Kind holds choice; a date column is needed", "date or datetime"),
    ("import_key: Source", "import_key: Sorce", "Orders has no column Sorce", "Did you mean Source?"),
    ("choices: Kinds", "choices: Kind", "There is no list Kind", "Did you mean Kinds?"),
    ("choices: Kinds", "choices: []", "Kind is a choice without choices", "Add choices:"),
    ("choices: Kinds", "choices: [Good, GOOD]", "A choice is given twice", "without case"),
    ("choices: Kinds", "choices: ['Good', 'So, so']", "empty or holds a comma", "Lists tab"),
    ("choices: Kinds", f"choices: [Good, {'x' * 251}]", "more than 255 characters together", "list"),
    ("default: Good", "default: Fine", "Fine is not among the choices", "Good, Bad"),
    ("currency: Currency", "currency: Curency", "neither a column of this tab nor a setting", "Did you mean Currency?"),
    ("type: money\n", "type: number\n", "only money has a currency", "make it money"),
    ("between: [0, 100]", "between: [100, 0]", "between runs from 100 down to 0", "smaller one first"),
    ("between: [0, 100]", "between: [null, null]", "Both ends of between are open", "remove"),
    ("between: [0, 100]", "between: [a, 100]", "'a' is not an amount", "without quotes"),
    (
        "- name: Source\n",
        "- name: Source\n        between: [1, 2]\n",
        "Source is text; between needs a number",
        "Remove",
    ),
    (
        "- name: Source\n",
        "- name: Source\n        refers_to: Oders\n",
        "There is no table Oders",
        "Did you mean Orders?",
    ),
    ("    key: Order\n", "", "The table Orders has no key to refer to", "Give the tab Orders a key"),
    ("    key: Order\n", "", "a change cannot say whose it was", "Give the tab a key"),
    ("    key: Order\n", "", "The table Orders has no key to count", "Give Orders a key"),
    ("- name: Source\n", "- name: Source\n        owner: stamp\n", "owner is stamp without what makes it one", "stamp"),
    ("- name: Source\n", "- name: Source\n        owner: formula\n", "owner is formula without what", "formula"),
    (
        "        formula: =IF",
        "        owner: input\n        formula: =IF",
        "owner is input, but this is a formula",
        "Leave",
    ),
    ("        formula: =IF", "        required: true\n        formula: =IF", "only inputs can be required", "Remove"),
    ("        formula: =IF", "        default: 3\n        formula: =IF", "it has no default", "Remove"),
    ("{kind: seen, of: Kind}", "{kind: seen}", "A stamp of kind seen needs of", "Add of:"),
    ("{kind: seen, of: Kind}", "{kind: seen, of: Knd}", "Orders has no column Knd", "Did you mean Kind?"),
    ("{kind: seen, of: Kind}", "{kind: check, of: Kind}", "of means nothing to a stamp of kind check", "Remove"),
    ("log_date: At, ", "", "A stamp with a log needs log_date", "Name the column of Log"),
    ("log_date: At", "log_date: What", "What holds text; a date column is needed", ""),
    ("log: Log, ", "log: Lag, ", "There is no table Lag", "Did you mean Log?"),
    ("on: [Kind]}", "on: [Knd]}", "Orders has no column Knd", "Did you mean Kind?"),
    ("log_key: Order, on: [Kind]", "log_key: Order, seen: Source", "Source is no stamp column", "stamp of kind seen"),
    ("type: number\n    value: 3", "type: number\n    value: three", "'three' is not a number", "without quotes"),
    ("value: EUR", "value: EUR\n    choices: [USD]", "EUR is not among the choices", "USD"),
    ("value: EUR", "value: 3", "3 is not a text", "quotes"),
    ("'2026-01-01'", "'2026-02-30'", "2026-02-30 is not a date", "2026-03-12"),
]
ROWS = [
    ("watch: Kind", "watch: Late", "Late is computed", "Watch the columns"),
    ("seen: Kind Seen", "seen: Kind Sen", "Orders has no column Kind Sen", "Did you mean Kind Seen?"),
    ("- [Made, Sent]", "- [Made, Snt]", "Orders has no column Snt", "Did you mean Sent?"),
    ("- [Made, Sent]", "- [Made, Amount]", "Amount holds money; a date column is needed", ""),
    ("- [Made, Sent]", "- [Made]", "An order needs two dates", "Later Date"),
    ("columns: [Late]", "columns: [Latte]", "Orders has no column Latte", "Did you mean Late?"),
    ("column: Amount, says", "column: Amout, says", "Orders has no column Amout", "Did you mean Amount?"),
    ("due: Sent", "due: Late", "Late holds days; a date column is needed", ""),
    ("tiers: [7, 1]", "tiers: [1, 7]", "not days that run down", "largest first"),
    ("tiers: [7, 1]", "tiers: [1, -2]", "not days that run down", "largest first"),
    ("watch: Kind\n", "watch: Knd\n", "Orders has no column Knd", "Did you mean Kind?"),
    ("seen: Kind Seen", "seen: Source", "Source does not keep what Kind was", "kind: seen, of: Kind"),
    ("table: Log\n", "table: Lok\n", "There is no table Lok", "Did you mean Log?"),
    ("What: '{before}", "Wat: '{before}", "Log has no column Wat", "Did you mean What?"),
    ("'{before} {after}'", "'{befor} {after}'", "{befor} is not known here", "Did you mean before?"),
    ("  - name: Log\n", "  - name: Log\n    period: quarter\n", "period belong to a dashboard", "Move"),
]
DASHBOARDS = [
    ("table: Orders, on: Made", "table: Orders, where: {Sent: ''}", "nobody has filled meets", "Add Order: <>"),
    ("table: Orders, on: Made", "table: Orders, on: Made, where: {Late: <>}", "Late has a formula", "Ask for a value"),
    ("table: Orders, on: Made", "table: Orders, where: {Kind: <>Bad}", "nobody has filled meets", "Add Order: <>"),
    ("count, table: Orders, on: Made", "share, table: Orders, of: {Kind: <>Bad}", "nobody has filled", "Order: <>"),
    ("table: Orders, on: Made", "table: Order, on: Made", "There is no table Order", "Did you mean Orders?"),
    ("table: Orders, on: Made", "table: Orders, on: Kind", "Kind holds choice; a date column is needed", ""),
    ("table: Orders, on: Made", "table: Orders, column: Amount, on: Made", "A count counts rows", "where:"),
    ("table: Orders, on: Made", "table: Orders, start: =1", "bound nothing without on", "Add on:"),
    ("column: Amount, where", "where", "A mean needs a column", "Add column:"),
    ("column: Amount, where", "column: Amout, where", "Orders has no column Amout", "Did you mean Amount?"),
    ("column: Amount, where", "column: Kind, where", "Kind holds choice, which has no mean", "Numbers: Amount, Late"),
    ("where: {Kind: Good}", "where: {Knd: Good}", "Orders has no column Knd", "Did you mean Kind?"),
    ("where: {Kind: Good}", "where: {Kind: =Limt}", "There is no setting or metric Limt", "Did you mean Limit?"),
    ("where: {Kind: Good}", "where: {Kind: <>=Limt}", "There is no setting or metric Limt", "Did you mean Limit?"),
    ("where: {Kind: Good}", "of: {Kind: Good}", "of is the denominator of a share", "where"),
    ("name: Period_End", "name: Period_Stop", "No Period_End bounds this period", "start: and end:"),
    ("    kind: dashboard\n", "    kind: dashboard\n    key: Kind\n", "key belongs to a table", "Move it"),
    ("label: Made\n", "label: Made\n        formula: =1\n", "both of measure and formula", "one of them"),
    ("label: Made\n", "label: Made\n        input: true\n", "people cannot type it", "Remove input"),
    ("{name: Twice, formula: '=[@Orders]*2'}", "{name: Twice}", "neither of measure and formula", "one of them"),
    ("by_list: Kinds", "by_list: Kind", "There is no list Kind", "Did you mean Kinds?"),
    ("by_list: Kinds\n        dimension: Kind", "by_months: 3", "this measure has no date", "Add on:"),
    ("        by_list: Kinds\n", "", "has rows by nothing", "Give one of"),
    ("by_list: Kinds", "by_list: Kinds\n        by_months: 3", "rows by by_list and by_months", "Give one of"),
    ("        dimension: Kind\n", "", "does not say which column", "Add dimension:"),
    ("dimension: Kind", "dimension: Knd", "Orders has no column Knd", "Did you mean Kind?"),
    ("chart: {columns: [Orders]}", "chart: {columns: [Order]}", "By_Kind has no column Order", "Did you mean Orders?"),
    ("chart: {columns: [Orders]}", "chart: {columns: []}", "The chart shows no column", "Add columns:"),
    ("columns: [Kind]}", "columns: [Knd]}", "By_Kind has no column Knd", "Did you mean Kind?"),
]
FORMULAS = [
    ("=IF([@Sent]=", "=IFF([@Sent]=", "There is no function IFF", "Did you mean IF?"),
    ("=IF([@Sent]=", "=IF([@Snt]=", "The table Orders has no column Snt", "Did you mean Sent?"),
    ("Today,[@Sent])", "Today,[@Sent]", "The parenthesis of IF( is not closed", "closing parenthesis"),
    ("'=[@Amount]>Limit'", "'=[@Amount]>Limt'", "There is no setting, metric or list Limt", "Did you mean Limit?"),
    ("'=[@Late]>Limit'", "'=XLOOKUP([@Late],Closed,Closed)'", "Excel 2016 and LibreOffice 7.4 lack it", "INDEX"),
    ("'=[@Late]>Limit'", "'=[@Late]>TODAY()'", "TODAY cannot be used", "the setting Today"),
    ("'=DATE(YEAR(Today),1,1)'", "'=[@Made]'", "stands outside a table", "named cell"),
    ("'=[@Orders]*2'", "'=[@Order]*2'", "The table By_Kind has no column Order", "Did you mean Orders?"),
    ("value: =TODAY()", "value: '2026-01-01'", "Formulas read Today, which must be a date that moves", "=TODAY()"),
    ("'=DATE(YEAR(Today),1,1)'", "=Period_End", "Formulas wait for each other", "must not read"),
    ("'=DATE(YEAR(Today),1,1)'", "=Made_Then", "Formulas wait for each other", "must not read"),
    ('=IF([@Sent]="",Today,[@Sent])-[@Made]', "=SUM(Orders[Late])", "Formulas wait for each other", "own row"),
]


@pytest.mark.parametrize(("there", "instead", "message", "hint"), NAMES + COLUMNS + ROWS + DASHBOARDS + FORMULAS)
def test_a_mistake_is_told_where_it_stands(there: str, instead: str, message: str, hint: str) -> None:
    """One thing is changed in a template that was fine; that, and its consequences, are told."""
    assert there in SHOP
    problems = told(SHOP.replace(there, instead, 1))
    assert any(message in found and hint in advice for _, found, advice in problems), problems


TOGETHER = [
    (
        {"name: Period_End": "name: Period_Stop", "by_list: Kinds\n        dimension: Kind": "by_months: 3"},
        "The rows of By_Kind end with the period, and there is no Period_End",
    ),
    (
        {"name: Period_End": "name: Stop", "    kind: dashboard\n": "    kind: dashboard\n    period: quarter\n"},
        "needs the",
    ),
    ({"name: Twice": "name: Twice, type: text", "{columns: [Orders]}": "{columns: [Twice]}"}, "a chart shows numbers"),
    ({"by_list: Kinds": "by_column: Kind", "dimension: Kind": "dimension: Made"}, "cannot be compared with Made"),
    (
        {
            "by_list: Kinds\n        dimension: Kind": "by_column: Kind",
            "measure: {kind: count, table: Orders}}\n": "formula: =1}\n",
        },
        "No measure says whose Kind is meant",
    ),
    ({"{kind: count, table: Orders}}": "{kind: count, table: Nowhere}}"}, "There is no table Nowhere"),
]


@pytest.mark.parametrize(("changes", "message"), TOGETHER)
def test_mistakes_that_two_keys_make_together(changes: dict[str, str], message: str) -> None:
    text = SHOP
    for there, instead in changes.items():
        assert there in text
        text = text.replace(there, instead, 1)
    assert any(message in found for _, found, _ in told(text)), told(text)


def test_a_summary_without_figures_is_refused() -> None:
    end = SHOP.index("        columns:\n          - {name: Orders, measure")
    assert any("By_Kind has no columns" in found for _, found, _ in told(SHOP[:end] + "        columns: []\n"))


LINES = [
    ("type: money\n", "type: number\n", "currency: Currency"),
    ("choices: Kinds", "choices: Kind", "choices: Kind"),
    ("name: Limit", "name: today", "name: today"),
    ("- [Made, Sent]", "- [Made, Snt]", "- [Made, Snt]"),
    ("'=[@Late]>Limit'", "'=[@Late]>TODAY()'", "=[@Late]>TODAY()"),
    ("column: Amount, where", "column: Amout, where", "column: Amout"),
    ("dimension: Kind", "dimension: Knd", "measure: {kind: count, table: Orders}"),
]


@pytest.mark.parametrize(("there", "instead", "at"), LINES)
def test_the_line_is_that_of_the_mistake(there: str, instead: str, at: str) -> None:
    text = SHOP.replace(there, instead, 1)
    assert told(text)[0][0] == line_of(text, at)


def test_a_template_without_a_table_is_refused() -> None:
    text = "name: a\nversion: 1\ntitle: A\ntabs:\n  - name: B\n    kind: dashboard\n"
    assert [message for _, message, _ in told(text)] == ["No tab holds a table.", "B shows nothing."]


def test_a_table_tab_without_columns_is_refused() -> None:
    assert "T has no columns." in told("name: a\nversion: 1\ntitle: A\ntabs:\n  - name: T\n")[0][1]


def test_a_sample_for_a_tab_that_is_not_there_is_told() -> None:
    problems = told(SHOP + "samples: {Oders: a.csv}\n")
    assert problems[0][1:] == ("There is no tab Oders whose rows could be given.", "Did you mean Orders?")


def test_filled_rows_may_be_asked_for_blanks() -> None:
    """A condition that only a filled row meets, or a period, keeps the spare rows out."""
    for instead in ("where: {Sent: '', Order: <>}", "where: {Sent: '', Kind: Good}", "on: Made, where: {Sent: ''}"):
        assert told(SHOP.replace("table: Orders, on: Made", f"table: Orders, {instead}")) == []


def test_a_list_beside_another_may_say_the_same_twice() -> None:
    """Only a list that makes a dropdown or the rows of a summary needs entries told apart."""
    assert told(SHOP.replace("values: ['2026-01-01']", "values: ['2026-01-01', '2026-01-01']")) == []


def test_mistakes_of_every_part_come_at_once() -> None:
    text = SHOP
    for there, instead in (("choices: Kinds", "choices: Kind"), ("due: Sent", "due: Kind"), ("on: Made", "on: Kind")):
        text = text.replace(there, instead, 1)
    text = text.replace("=[@Late]>Limit", "=[@Late]>Lim", 1)
    assert len({line for line, _, _ in told(text)}) >= 4
