"""Patterns of keys, and keys that no row has had."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.core.ids import KeyMaker, KeyPattern

FILLED = [
    ("RF-{year}-{seq:04}", 2026, 7, {}, "RF-2026-0007"),
    ("{seq}", 2026, 12345, {}, "12345"),
    ("PRF-{year}-{seq:03}-{Vendor ID}", 2026, 1, {"Vendor ID": "acme gmbh."}, "PRF-2026-001-ACMEGMBH"),
    ("{Shop}-{seq:02}", 2026, 1, {}, "X-01"),
    ("{Shop}-{seq:02}", 2026, 123, {"Shop": "Ö-1"}, "Ö-1-123"),
]


@pytest.mark.parametrize(("pattern", "year", "number", "row", "key"), FILLED)
def test_fill(pattern: str, year: int, number: int, row: dict[str, str], key: str) -> None:
    assert KeyPattern(pattern).fill(year, number, row) == key


@pytest.mark.parametrize(
    ("pattern", "key", "found"),
    [
        ("RF-{year}-{seq:04}", "RF-2026-0007", ("RF-2026-", 7)),
        ("RF-{year}-{seq:04}", " rf-2026-12345 ", ("rf-2026-", 12345)),
        ("RF-{year}-{seq:04}", "RF-2026-7b", None),
        ("RF-{year}-{seq:04}", "RF-26-7", None),
        ("PRF-{year}-{seq:03}-{Vendor ID}", "PRF-2026-004-ACME-2", ("PRF-2026-", 4)),
        ("L-{year}-{Reader}-{seq}", "L-2026-R-7-12", ("L-2026-R-7-", 12)),
        ("{Vendor}", "ACME", None),
        ("RF-{seq}", "RF-" + "9" * 5000, None),
    ],
)
def test_sequence(pattern: str, key: str, found: tuple[str, int] | None) -> None:
    assert KeyPattern(pattern).sequence(key) == found


def test_the_columns_a_pattern_takes_up() -> None:
    assert KeyPattern("PRF-{year}-{seq:03}-{Vendor ID}").columns == ("Vendor ID",)


def test_numbers_go_on_from_the_highest_and_start_anew_each_year() -> None:
    maker = KeyMaker("RF-{year}-{seq:04}", ["RF-2026-0007", "RF-2026-0003", "mine"])
    assert [maker.make(2026, {}), maker.make(2027, {}), maker.make(2026, {})] == [
        "RF-2026-0008",
        "RF-2027-0001",
        "RF-2026-0009",
    ]


def test_the_number_of_a_deleted_row_is_not_used_again() -> None:
    first = KeyMaker("RF-{seq}", [])
    assert first.make(2026, {}) == "RF-1"
    assert KeyMaker("RF-{seq}", [], first.last).make(2026, {}) == "RF-2"


def test_each_prefix_counts_for_itself() -> None:
    maker = KeyMaker("{Vendor}-{seq:02}", ["ACME-05"])
    assert [maker.make(2026, {"Vendor": name}) for name in ("Acme", "Zeta", "acme")] == [
        "ACME-06",
        "ZETA-01",
        "ACME-07",
    ]


def test_without_a_number_a_repeated_key_gets_one() -> None:
    maker = KeyMaker("{Vendor}", [])
    assert [maker.make(2026, {"Vendor": "acme"}) for _ in range(3)] == ["ACME", "ACME-2", "ACME-3"]


PATTERNS = st.sampled_from(
    ["RF-{year}-{seq:04}", "{seq}", "PRF-{year}-{seq:03}-{Vendor}", "L-{Vendor}-{seq}", "{Vendor}", "{Vendor}{seq:02}"]
)
KEYS = st.one_of(
    st.text(max_size=12),
    st.integers(0, 40).map(lambda n: f"RF-2026-{n:04}"),
    st.integers(0, 40).map(lambda n: f"A{n}"),
    st.sampled_from(["rf-2026-0001", "PRF-2026-003-A", "A", "X", "x-2", "L-A-1", "A01", "A101"]),
)


@given(PATTERNS, st.lists(KEYS, max_size=20), st.lists(st.sampled_from(["A", "a ", "A1", ""]), min_size=1, max_size=20))
def test_no_key_is_ever_given_twice(pattern: str, used: list[str], vendors: list[str]) -> None:
    maker = KeyMaker(pattern, used)
    made = [maker.make(2026, {"Vendor": vendor}) for vendor in vendors]
    assert len({key.casefold() for key in made}) == len(made)
    assert not {key.casefold() for key in made} & {key.casefold() for key in used}
    assert all(made)


@pytest.mark.parametrize(
    ("pattern", "used", "expected"),
    [
        ("RF-{year}-{seq:04}", ["RF-2026-0010", "RF-2026-999", "rf-2025-0123 "], ["RF-2026-1000", "RF-2025-0124"]),
        ("RF-{year}{seq:03}", ["RF-2026007", "RF-2025150"], ["RF-2026008", "RF-2025151"]),
        ("{seq}", ["7", "08"], ["9", "10"]),
        ("A-{seq}-X", ["A-4-X"], ["A-5-X", "A-6-X"]),
    ],
)
def test_the_next_key_follows_the_highest_in_use(pattern: str, used: list[str], expected: list[str]) -> None:
    """However the numbers are written, and wherever in the key they stand."""
    maker = KeyMaker(pattern, used)
    assert [maker.make(year, {}) for year in (2026, 2025)] == expected
