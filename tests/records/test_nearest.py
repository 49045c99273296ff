"""A mistyped value → the entry it most likely means."""

import time

import pytest

from sheetkit.records.nearest import Nearest

REASONS = ("Damaged", "Wrong Item", "Late", "Not As Described")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Damged", "Damaged"),
        ("damaged!", "Damaged"),
        ("wrong itme", "Wrong Item"),
        ("Lte", "Late"),
        ("not described", "Not As Described"),
        ("Broken", ""),
        ("", ""),
        ("x" * 10_000, ""),
    ],
)
def test_nearest(typed: str, meant: str) -> None:
    assert Nearest(REASONS).to(typed) == meant


def test_among_many_entries_one_slip_is_still_found() -> None:
    assert Nearest(f"Customer {n}" for n in range(10_000)).to("Custmer 77") == "Customer 77"


def test_among_very_many_nothing_is_suggested() -> None:
    assert Nearest(f"RF-{n:05}" for n in range(50_000)).to("RF-0777") == ""


def test_many_questions_take_linear_time() -> None:
    nearest = Nearest(REASONS)
    start = time.perf_counter()
    for number in range(20_000):
        nearest.to(f"foreign value {number}")
    assert time.perf_counter() - start < 5


def test_without_entries() -> None:
    assert Nearest(()).to("x") == ""
