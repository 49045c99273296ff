"""What is sent again, after how long, and what never is."""

from collections.abc import Sequence

import pytest

from sheetkit.backends.google.errors import (
    AnswerLost,
    EditedMeanwhile,
    GoogleError,
    PermissionRefused,
    QuotaExceeded,
    RequestRefused,
    ServiceDown,
    Unreachable,
)
from tests.backends.google.client.clients import SHEET, client
from tests.backends.google.client.scripted import Reply, Time, drive_error, info, refusal, scripted
from tests.emulator.traffic import Watch

BUSY = refusal(429, "Quota exceeded.", status="RESOURCE_EXHAUSTED", details=info("RATE_LIMIT_EXCEEDED"))
DOWN = refusal(503, "The service is currently unavailable.", status="UNAVAILABLE")
BROKEN = refusal(500, "Internal error encountered.", status="INTERNAL")
GATEWAY = Reply(502, "<html><title>502 Bad Gateway</title></html>", kind="text/html")
CUT = Reply(cut=True)
SHORT = Reply(body={"values": "x" * 4000}, short=True)
DONE = Reply(body={"spreadsheetId": "abc"})

READS: Sequence[tuple[str, Reply, bool]] = (
    ("429", BUSY, True),
    ("500", BROKEN, True),
    ("502", GATEWAY, True),
    ("503", DOWN, True),
    ("408", refusal(408), True),
    ("409", refusal(409, status="ABORTED"), True),
    ("Drive's 403 for too many", drive_error(403, "userRateLimitExceeded", "Slow down.", "usageLimits"), True),
    ("a connection that was cut", CUT, True),
    ("an answer that ends early", SHORT, True),
    ("400", refusal(400, "Unable to parse range: X", status="INVALID_ARGUMENT"), False),
    ("403", refusal(403, "The caller does not have permission", status="PERMISSION_DENIED"), False),
    ("404", refusal(404, status="NOT_FOUND"), False),
    ("501", refusal(501, status="UNIMPLEMENTED"), False),
    ("a quota of the day", drive_error(403, "dailyLimitExceeded", "Come back tomorrow.", "usageLimits"), False),
    (
        "full storage, which Drive files under usage limits",
        drive_error(403, "storageQuotaExceeded", "", "usageLimits"),
        False,
    ),
)


@pytest.mark.parametrize(("what", "reply", "again"), READS, ids=[row[0] for row in READS])
def test_a_read_is_sent_again_when_waiting_helps(what: str, reply: Reply, again: bool) -> None:
    time = Time()
    with scripted(reply, DONE) as script:
        http = client(script.url, time)
        if again:
            assert http.answer("GET", SHEET) == {"spreadsheetId": "abc"}, what
        else:
            with pytest.raises(GoogleError):
                http.answer("GET", SHEET)
        assert len(script.asked) == 1 + again
    assert http.counter.retries == again
    assert time.slept == [1.0] * again


WRITES: Sequence[tuple[str, Reply, type[GoogleError] | None]] = (
    ("429: turned away before any work", BUSY, None),
    ("Drive's 403 for too many", drive_error(403, "rateLimitExceeded", "", "usageLimits"), None),
    ("500: it may have broken after the work", BROKEN, AnswerLost),
    ("502: the server behind may have worked", GATEWAY, AnswerLost),
    ("503: google.rpc.Code promises nothing", DOWN, AnswerLost),
    ("504", refusal(504, status="DEADLINE_EXCEEDED"), AnswerLost),
    ("408", refusal(408), AnswerLost),
    ("a connection that was cut", CUT, AnswerLost),
    ("an answer that ends early", SHORT, AnswerLost),
    ("a page of somebody on the way", Reply(body="<html>Welcome to our Wi-Fi</html>", kind="text/html"), AnswerLost),
    ("409: another change came in between", refusal(409, status="ABORTED"), EditedMeanwhile),
    ("400", refusal(400, "Invalid requests[0]", status="INVALID_ARGUMENT"), RequestRefused),
    ("403", refusal(403, "The caller does not have permission", status="PERMISSION_DENIED"), PermissionRefused),
)


@pytest.mark.parametrize(("what", "reply", "error"), WRITES, ids=[row[0] for row in WRITES])
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE"])
def test_a_change_is_sent_again_only_when_it_was_certainly_not_made(
    method: str, what: str, reply: Reply, error: type[GoogleError] | None, traffic: Watch
) -> None:
    url = f"{SHEET}:batchUpdate"
    with scripted(reply, DONE) as script:
        http = client(script.url, Time())
        if error is None:
            assert http.answer(method, url, body={"requests": []}) == {"spreadsheetId": "abc"}
            assert [asked.body for asked in script.asked] == [b'{"requests":[]}'] * 2, what
            return
        with pytest.raises(GoogleError) as caught:
            http.answer(method, url, body={"requests": []})
        assert len(script.asked) == 1
    assert type(caught.value) is error
    assert (caught.value.method, caught.value.url) == (method, f"{script.url}/v4/spreadsheets/abc:batchUpdate")
    if method != "POST":
        traffic.taken()  # Google has no such method there; what matters here is only that it changes something


def test_the_nothing_that_answers_a_deletion_is_a_success() -> None:
    with scripted(Reply(204, b"", kind="text/html"), DONE) as script:
        assert client(script.url, Time()).answer("DELETE", SHEET) == {}
        assert len(script.asked) == 1


@pytest.mark.parametrize(
    "path",
    [":getByDataFilter", "/values:batchGetByDataFilter", "/developerMetadata:search"],
)
def test_some_posts_only_read(path: str) -> None:
    with scripted(DOWN, DONE) as script:
        http = client(script.url, Time())
        http.answer("POST", SHEET + path, body={})
    assert (http.counter.reads, http.counter.writes) == (2, 0)


def test_a_change_that_never_left_is_sent_again() -> None:
    """Nobody listens at first: no connection comes about, so nothing can have been changed."""
    time = Time()
    with scripted(DONE) as script:
        url = script.url
    http = client(url, time)
    with pytest.raises(Unreachable) as caught:
        http.answer("POST", f"{SHEET}:batchUpdate", body={})
    assert sum(time.slept) <= 30.0
    assert len(time.slept) == 4  # 1, 2, 4 and 8 seconds; the next would pass half a minute
    assert caught.value.hint


def test_a_time_out_of_a_change_leaves_its_fate_open() -> None:
    with scripted(Reply(silent=5.0), DONE) as script:
        http = client(script.url, Time())
        http.set_timeout((1.0, 0.1))
        with pytest.raises(AnswerLost):
            http.answer("POST", f"{SHEET}:batchUpdate", body={})
        assert http.answer("GET", SHEET) == {"spreadsheetId": "abc"}


def test_the_waits_double_up_to_the_longest_and_end_with_patience() -> None:
    time = Time()
    with scripted(BUSY) as script:
        http = client(script.url, time)
        with pytest.raises(QuotaExceeded):
            http.answer("GET", SHEET)
    assert time.slept == [1, 2, 4, 8, 16, 32, 64, 64, 64]
    assert sum(time.slept) <= 300
    assert http.counter.waited == sum(time.slept)


@pytest.mark.parametrize("reply", [BUSY, DOWN])
def test_what_the_server_asks_to_wait_is_waited(reply: Reply) -> None:
    time = Time()
    asks = Reply(reply.status, reply.body, {"Retry-After": "17"})
    with scripted(asks, DONE) as script:
        client(script.url, time).answer("GET", SHEET)
    assert time.slept == [18.0]


def test_a_wait_longer_than_patience_is_not_begun() -> None:
    time = Time()
    with scripted(Reply(503, DOWN.body, {"Retry-After": "3600"})) as script, pytest.raises(ServiceDown):
        client(script.url, time).answer("GET", SHEET)
    assert time.slept == []
