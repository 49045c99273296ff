"""What a request carries, where it goes, and what it is counted as."""

import json
from pathlib import Path

import gspread
import pytest

from sheetkit.backends.google.errors import AddressRefused
from tests.backends.google.client.clients import FILE, SHEET, client
from tests.backends.google.client.scripted import Reply, Time, scripted


def test_a_request_keeps_google_s_path_and_query_at_the_local_server() -> None:
    with scripted() as script:
        http = client(script.url, Time())
        http.answer("GET", f"{SHEET}/values:batchGet", {"ranges": ["Cases!A1:B2", "Log"], "majorDimension": "ROWS"})
        (asked,) = script.asked
    assert asked.path == ("/v4/spreadsheets/abc/values:batchGet?ranges=Cases%21A1%3AB2&ranges=Log&majorDimension=ROWS")
    assert asked.headers["Authorization"] == "Bearer ya29.secret-token"
    assert "gzip" in asked.headers["Accept-Encoding"]
    assert asked.headers["User-Agent"].startswith("sheetkit/")


def test_a_body_is_the_shortest_json_there_is() -> None:
    with scripted() as script:
        client(script.url, Time()).answer("POST", f"{SHEET}:batchUpdate", body={"requests": [{"a": 1}], "b": "é"})
        (asked,) = script.asked
    assert asked.body == '{"requests":[{"a":1}],"b":"é"}'.encode()
    assert json.loads(asked.body)["b"] == "é"


def test_numbers_that_json_does_not_have_never_leave() -> None:
    with scripted() as script:
        with pytest.raises(ValueError, match="not JSON compliant"):
            client(script.url, Time()).answer("POST", f"{SHEET}:batchUpdate", body={"a": float("nan")})
        assert script.asked == []


@pytest.mark.parametrize(
    "url", ["https://example.com/v4/spreadsheets/abc", "http://sheets.googleapis.com/v4/x", "http://127.0.0.1:9/x"]
)
def test_credentials_go_nowhere_else(url: str) -> None:
    with scripted() as script:
        with pytest.raises(AddressRefused):
            client(script.url, Time()).answer("GET", url)
        assert script.asked == []


def test_a_redirection_is_not_followed() -> None:
    with scripted() as other, scripted(Reply(307, "", {"Location": f"{other.url}/steal"})) as script:
        with pytest.raises(Exception, match="not an answer of Google"):
            client(script.url, Time()).answer("POST", f"{SHEET}:batchUpdate", body={"a": 1})
        assert other.asked == []


def test_proxies_and_netrc_have_no_say_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login eve password stolen\n", encoding="utf-8")
    monkeypatch.setenv("NETRC", str(netrc))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    with scripted() as proxy, scripted() as script:
        monkeypatch.setenv("HTTP_PROXY", proxy.url)
        monkeypatch.setenv("http_proxy", proxy.url)
        client(script.url, Time()).answer("GET", SHEET)
        assert proxy.asked == []
        assert script.asked[0].headers["Authorization"] == "Bearer ya29.secret-token"


def test_calls_and_bytes_are_counted() -> None:
    with scripted(Reply(body='{"values":[]}')) as script:
        http = client(script.url, Time())
        http.answer("GET", SHEET)
        http.answer("GET", SHEET)
        http.answer("POST", f"{SHEET}:batchUpdate", body={"requests": []})
        http.answer("GET", FILE, {"fields": "version"})
    counter = http.counter
    assert (counter.reads, counter.writes, counter.drive, counter.calls) == (2, 1, 1, 4)
    assert (counter.sent, counter.received) == (len('{"requests":[]}'), 4 * len('{"values":[]}'))
    assert counter.sentence() == (
        "Google: 2 reads, 1 write, 1 call to Drive, 15 bytes sent, 52 bytes received, waited 0 s."
    )
    assert counter.as_dict()["drive"] == 1


def test_bytes_are_those_on_the_wire() -> None:
    import gzip

    body = gzip.compress(json.dumps({"values": [["same"] * 1000]}).encode())
    with scripted(Reply(body=body, headers={"Content-Encoding": "gzip"})) as script:
        http = client(script.url, Time())
        assert len(http.answer("GET", SHEET)["values"][0]) == 1000
    assert http.counter.received == len(body)


def test_quotas_are_kept_by_waiting() -> None:
    """Three a minute: the fourth read waits; a write and a call to Drive do not."""
    time = Time()
    with scripted() as script:
        http = client(script.url, time, reads=3, writes=3)
        for _ in range(3):
            http.answer("GET", SHEET)
        http.answer("POST", f"{SHEET}:batchUpdate", body={})
        http.answer("GET", FILE)
        assert time.slept == []
        http.answer("GET", SHEET)
    assert time.slept == [61.0]
    assert http.counter.waited == 61.0
    assert http.counter.sentence().endswith("waited 61 s.")


def test_repetitions_count_in_the_quota_too() -> None:
    time = Time()
    with scripted(Reply(500, "{}"), Reply()) as script:
        http = client(script.url, time, reads=1)
        http.answer("GET", SHEET)
    assert time.slept == [1.0, 60.0]


def test_it_is_gspread_s_client_too() -> None:
    sheet = {
        "properties": {"sheetId": 0, "title": "Cases", "index": 0, "gridProperties": {"rowCount": 9, "columnCount": 4}}
    }
    with scripted(Reply(body={"properties": {"title": "Ours"}, "sheets": [sheet]})) as script:
        http = client(script.url, Time())
        book = gspread.Client(None, http_client=lambda *_: http).open_by_key("abc")  # type: ignore[arg-type]
        assert (book.title, [tab.title for tab in book.worksheets()]) == ("Ours", ["Cases"])
    assert http.counter.reads == 2
