"""What counts as a difference between a recorded answer and ours."""

from typing import Any

import pytest

from tests.conformance.likeness import Twins

ROWS: list[tuple[Any, Any, list[str]]] = [
    ({"a": 1}, {"a": 1}, []),
    ({"a": 1}, {"a": 2}, [".a: 2, recorded 1"]),
    ({"a": 1}, {"a": True}, [".a: True, recorded 1"]),
    ({"a": 1}, {}, [".a: not there, recorded 1"]),
    ({}, {"a": 1}, [".a: not recorded, here 1"]),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}, [": fields in the order b, a, recorded a, b"]),
    ([1, 2], [1], [": 1 entries, recorded 2"]),
    ({"sheetId": 5}, {"sheetId": 9}, []),
    ([{"sheetId": 5}, {"sheetId": 5}], [{"sheetId": 9}, {"sheetId": 8}], ["[1].sheetId: 8, recorded 5"]),
    ({"sheetId": 5}, {"sheetId": "9"}, [".sheetId: '9', recorded 5"]),
    ({"exportLinks": {"text/csv": "a"}}, {"exportLinks": {"text/csv": "b"}}, []),
    ({"exportLinks": {"text/csv": "a"}}, {"exportLinks": {}}, [".exportLinks.text/csv: not there, recorded 'a'"]),
    ("2023-07-20T08:47:44.700Z", "2026-11-25T00:00:00.000Z", []),
    ("https://docs.google.com/x", "http://127.0.0.1:80/x", []),
    ("https://docs.google.com/x", "http://127.0.0.1:80/y", [": 'http://127.0.0.1:80/y', recorded 'https://docs.google.com/x'"]),
]  # fmt: skip


@pytest.mark.parametrize(("theirs", "ours", "differences"), ROWS)
def test_answers_differ_in_what_is_not_drawn_by_each_side(theirs: Any, ours: Any, differences: list[str]) -> None:
    assert list(Twins().differences(theirs, ours)) == differences


def test_requests_are_sent_with_our_ids() -> None:
    twins = Twins({5: 9, "a" * 44: "b" * 44})
    assert twins.translate({"sheetId": 5, "index": 5}) == {"sheetId": 9, "index": 5}
    assert twins.translate_text(f"/x/{'a' * 44}/y") == f"/x/{'b' * 44}/y"
