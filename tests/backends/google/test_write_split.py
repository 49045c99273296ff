"""Batches that are small enough to send, cut only between rows of cells."""

from hypothesis import given
from hypothesis import strategies as st

from sheetkit.backends.google.mark import marked, once, step
from sheetkit.backends.google.ranges import Request
from sheetkit.backends.google.split import batches, compact


def rows(count: int, text: str, first: int = 5) -> Request:
    lines = [{"values": [{"userEnteredValue": {"stringValue": f"{text}{n}"}}]} for n in range(count)]
    start = {"sheetId": 1, "rowIndex": first, "columnIndex": 2}
    return {"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}}


def cells(requests: list[Request]) -> dict[int, str]:
    """The texts by row that requests write, each in its turn."""
    found = {}
    for request in requests:
        start = request["updateCells"]["start"]["rowIndex"]
        for offset, line in enumerate(request["updateCells"]["rows"]):
            found[start + offset] = line["values"][0]["userEnteredValue"]["stringValue"]
    return found


@given(st.integers(1, 60), st.integers(1, 40), st.integers(600, 4_000))
def test_no_batch_is_too_large_and_nothing_is_lost(count: int, width: int, most: int) -> None:
    request = rows(count, "x" * width)
    made = list(batches([request, {"other": {}}], most))
    assert all(len(compact(batch)) <= most for batch in made)
    assert made[-1][-1] == {"other": {}}
    written = [one for batch in made for one in batch if "updateCells" in one]
    assert cells(written) == {5 + n: "x" * width + str(n) for n in range(count)}


def test_what_is_small_enough_is_one_batch() -> None:
    requests = [rows(3, "x"), rows(2, "y", 20), {"addChart": {}}]
    assert list(batches(requests)) == [requests]


def test_a_request_that_cannot_be_cut_is_sent_as_it_is() -> None:
    large: Request = {"addNamedRange": {"namedRange": {"name": "x" * 900}}}
    assert list(batches([{"a": {}}, large, {"b": {}}], 500)) == [[{"a": {}}], [large], [{"b": {}}]]


def test_each_batch_of_a_build_says_that_it_was_made() -> None:
    made = marked([[{"a": {}}], [{"b": {}}], [{"c": {}}]])
    assert [list(batch[-1]) for batch in made] == [
        ["createDeveloperMetadata"],
        ["updateDeveloperMetadata"],
        ["deleteDeveloperMetadata"],
    ]
    assert marked([[{"a": {}}]]) == [[{"a": {}}]]


def test_how_far_a_build_has_come() -> None:
    assert step({}) == -1
    assert step({"developerMetadata": [{"metadataKey": "other"}]}) == -1
    assert step({"developerMetadata": [{"metadataKey": "sheetkit.building", "metadataValue": "2"}]}) == 2


def test_an_insertion_leaves_one_mark() -> None:
    first, second = once(0, 11), once(11, 12)
    assert [list(one) for one in first] == [["createDeveloperMetadata"]]
    assert [list(one) for one in second] == [["createDeveloperMetadata"], ["deleteDeveloperMetadata"]]
    assert first[0]["createDeveloperMetadata"]["developerMetadata"]["metadataId"] == 11
