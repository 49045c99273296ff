"""Which words of a promise are unclear, and where they stand."""

from tests.templates_disputes.book import book, bought, shown

TEXTS = {
    "Soon after payment": True,
    "sooner than 14 days": False,
    "Ships soon": True,
    "It ships quickly.": True,
    "Quickly, by post": True,
    "Soon!": True,
    "Soon?": True,
    "quickly; or later": True,
    "soon: within the week": True,
    "ships (soon)": True,
    'It says "soon" on the page': True,
    "'soon' is what they say": True,
    "today/soon": True,
    "Ships soon\nBlue": True,
    "In the box:\nsoon": True,
    "They wrote “soon”": True,
    "That is \u2018soon\u2019": True,
    "Monday, if (possible)": True,
    "Monday, if\npossible": True,
    "the depot is impossible": False,
    "Within 3 days; Monday to Friday (no holidays)!": False,
    "*": False,
    "so?n": False,
}


def test_an_unclear_word_is_found_between_any_marks_and_lines() -> None:
    """As a whole word only; blank entries of the list are none, and the marks of the text are no wildcards."""
    made = book({"Purchases": [bought(f"P{at}", Delivery_Limit=text) for at, text in enumerate(TEXTS)]})
    found = [bool(terms) for (terms,) in shown(made, "Purchases", "Unclear Terms")]
    assert dict(zip(TEXTS, found, strict=True)) == TEXTS


def test_the_promises_that_hold_one_are_named() -> None:
    """Each of the five is looked at in the same way."""
    columns = {
        "Specification": "specification",
        "Quality_Guarantee": "quality",
        "Delivery_Limit": "delivery",
        "Return_Policy": "return",
        "Refund_Timeline": "refund",
    }
    some = [{name: "(roughly)"} for name in columns]
    both = {
        "Delivery_Limit": "Soon after payment",
        "Return_Policy": "sooner than 14 days",
        "Refund_Timeline": "quickly.",
    }
    rows = [bought(f"P{at}", **typed) for at, typed in enumerate([*some, both, dict.fromkeys(columns, "about\n5")])]
    named = [terms for (terms,) in shown(book({"Purchases": rows}), "Purchases", "Unclear Terms")]
    assert named == [*columns.values(), "delivery, refund", ", ".join(columns.values())]
