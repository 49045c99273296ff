"""The small parts: buckets, waits, sizes, addresses."""

import pytest

from sheetkit.backends.google.account import Account
from sheetkit.backends.google.backoff import Backoff, retry_after
from sheetkit.backends.google.buckets import Bucket
from sheetkit.backends.google.counter import Counter, size
from sheetkit.backends.google.errors import AddressRefused
from sheetkit.backends.google.service import at_google, local_server, on_this_machine, placed
from tests.backends.google.client.scripted import Time


@pytest.mark.parametrize("pause", [0.0, 0.3, 5.0, 59.0])
def test_no_minute_ever_sees_more_than_the_quota(pause: float) -> None:
    time = Time()
    bucket = Bucket(5, clock=time.clock, sleep=time.sleep)
    left = []
    for number in range(40):
        time.now += pause if number % 4 == 0 else 0.0
        bucket.take()
        left.append(time.now)
    assert max(sum(start <= moment < start + 60 for moment in left) for start in left) <= 5


def test_a_bucket_of_none_lets_all_through() -> None:
    time = Time()
    bucket = Bucket(0, clock=time.clock, sleep=time.sleep)
    assert [bucket.take() for _ in range(500)] == [0.0] * 500


def test_a_bucket_says_how_long_it_waited() -> None:
    time = Time()
    bucket = Bucket(2, clock=time.clock, sleep=time.sleep)
    assert [bucket.take() for _ in range(3)] == [0.0, 0.0, 61.0]


@pytest.mark.parametrize(
    ("tries", "chance", "asked", "delay"),
    [
        (1, 1.0, None, 1.0),
        (2, 1.0, None, 2.0),
        (3, 0.5, None, 2.0),
        (7, 1.0, None, 64.0),
        (8, 1.0, None, 64.0),
        (5000, 1.0, None, 64.0),
        (9, 0.0, None, 0.0),
        (1, 0.5, 30.0, 30.5),
        (9, 0.0, 0.0, 0.0),
    ],
)
def test_waits(tries: int, chance: float, asked: float | None, delay: float) -> None:
    assert Backoff(chance=lambda: chance).delay(tries, asked) == delay


DAY = "Wed, 25 Nov 2026 12:00:00 GMT"


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Retry-After": "0"}, 0.0),
        ({"Retry-After": " 120 "}, 120.0),
        ({"Retry-After": "Wed, 25 Nov 2026 12:00:30 GMT", "Date": DAY}, 30.0),
        ({"Retry-After": "Wed, 25 Nov 2026 11:00:00 GMT", "Date": DAY}, 0.0),
        ({"Retry-After": "Wed, 25 Nov 2026 12:00:30 GMT"}, 30.0),
        ({"Retry-After": "Wed, 25 Nov 2026 12:00:30 GMT", "Date": "yesterday"}, 30.0),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "1.5"}, None),
        ({"Retry-After": "٣"}, None),
        ({"Retry-After": "9" * 400}, 999999999.0),
    ],
)
def test_retry_after_is_seconds_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, now=lambda: 1795608000.0) == seconds


@pytest.mark.parametrize(
    ("many", "text"),
    [(0, "0 bytes"), (1, "1 byte"), (999, "999 bytes"), (14_200, "14 kB"), (999_499, "999 kB"), (2_100_000, "2.1 MB")],
)
def test_sizes(many: int, text: str) -> None:
    assert size(many) == text


def test_the_sentence_at_the_end_of_a_command() -> None:
    counter = Counter(reads=2, writes=1, sent=14_000, received=210_000)
    assert counter.sentence() == "Google: 2 reads, 1 write, 14 kB sent, 210 kB received, waited 0 s."
    counter.retries = 1
    assert "1 write, 1 repetition, 14 kB" in counter.sentence()


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("", ""),
        ("  ", ""),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("http://127.0.0.1:8080/", "http://127.0.0.1:8080"),
        ("http://127.9.9.9", "http://127.9.9.9"),
        ("https://localhost:1", "https://localhost:1"),
        ("http://[::1]:8080", "http://[::1]:8080"),
    ],
)
def test_a_local_server_is_on_this_machine(url: str, server: str) -> None:
    assert local_server(url) == server


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com",
        "http://10.0.0.1:80",
        "http://0.0.0.0:80",
        "http://127.0.0.1.example.com",
        "http://localhost.example.com",
        "http://127.0.0.1@example.com",
        "http://example.com#127.0.0.1",
        "http://user:pass@127.0.0.1:80",
        "http://2130706433",
        "http://127.1",
        "http://[::ffff:10.0.0.1]",
        "http://[::1",
        "http://127.0.0.1:99999",
        "ftp://127.0.0.1",
        "127.0.0.1:8080",
        "file:///etc/passwd",
        "http://127.0.0.1:80/path",
        "http://127.0.0.1:80?x=1",
        r"http://127.0.0.1\@example.com",
    ],
)
def test_any_other_server_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused) as caught:
        local_server(url)
    assert "pass" not in str(caught.value).replace("password", "").replace("/etc/passwd", "")


def test_requests_are_placed() -> None:
    google = "https://sheets.googleapis.com/v4/spreadsheets/a%20b:batchUpdate?fields=x"
    here = "http://127.0.0.1:80"
    assert placed(google, "") == google
    assert placed(google, here) == "http://127.0.0.1:80/v4/spreadsheets/a%20b:batchUpdate?fields=x"
    assert placed(f"{here}/v4/x", here) == f"{here}/v4/x"
    for url in ("http://127.0.0.1:800/v4/x", "https://example.com/", "http://127.0.0.1:80.example.com/"):
        with pytest.raises(AddressRefused):
            placed(url, here)


@pytest.mark.parametrize("url", ["http://[", "https://sheets.googleapis.com:x/", "https://sheets.googleapis.com:444/"])
def test_odd_addresses_are_neither(url: str) -> None:
    assert not at_google(url)
    assert not on_this_machine(url)


def test_an_account_is_named_as_well_as_it_is_known() -> None:
    assert Account(email="ann@example.com", way="the stored login").label == "ann@example.com"
    assert Account(way="the stored login").label == "the account of the stored login"
    assert Account().label == "this account"
