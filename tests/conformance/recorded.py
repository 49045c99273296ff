"""Google's recorded answers against ours: `python -m tests.conformance.recorded /path/to/gspread`."""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import requests

from sheetkit.emulator.server import Server
from sheetkit.emulator.users import User
from tests.conformance.cassettes import Exchange, cassettes
from tests.conformance.likeness import Twins
from tests.conformance.world import add, with_private
from tests.emulator.traffic import Watch, watched

CALLER = User("recorded@example.com")


class Replay:
    """One cassette, sent to a server of its own in the order in which it was recorded."""

    def __init__(self, server: Server, exchanges: Sequence[Exchange]) -> None:
        self.server = server
        self.exchanges = exchanges
        self.twins = Twins()
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {CALLER.email}"

    def run(self) -> list[tuple[Exchange, list[str]]]:
        """Each request with what differs in the answer."""
        return [(exchange, self._one(exchange)) for exchange in self.exchanges]

    def _furnish(self, listed: Sequence[dict[str, Any]]) -> None:
        """Give the account the files that Google is about to list and that this recording did not create."""
        for file in listed:
            if file["id"] not in self.twins.ours and self.server.store.get(file["id"]) is None:
                now = self.server.clock.now()
                created, modified = (
                    datetime.fromisoformat(file[name]) if name in file else now
                    for name in ("createdTime", "modifiedTime")
                )
                add(self.server, file["id"], file["name"], CALLER, created, modified)

    def _one(self, exchange: Exchange) -> list[str]:
        self._furnish(_fields(exchange).get("files", ()))
        target = self.twins.translate_text(exchange.target)
        body: Any = exchange.body
        if body and exchange.content_type.startswith("application/json"):
            body = json.dumps(self.twins.translate(json.loads(body)))
        headers = {"Content-Type": exchange.content_type} if exchange.content_type else {}
        data = body.encode() if body else None
        answer = self.session.request(exchange.method, self.server.url + target, data=data, headers=headers, timeout=30)
        found = []
        if answer.status_code != exchange.status:
            found.append(f"status {answer.status_code}, recorded {exchange.status}: {answer.text[:200]!r}")
        kind = answer.headers.get("Content-Type", "").split(";")[0]
        if kind != exchange.answer_type and exchange.status != 204:
            found.append(f"content type {kind}, recorded {exchange.answer_type}")
        if isinstance(exchange.answer, str):
            same = exchange.answer == answer.text
            return found + ([] if same else [f"text {answer.text[:80]!r}, recorded {exchange.answer[:80]!r}"])
        return found + list(self.twins.differences(exchange.answer, answer.json() if answer.content else None))


def _fields(exchange: Exchange) -> dict[str, Any]:
    return exchange.answer if isinstance(exchange.answer, dict) else {}


def main() -> int:
    """Replay every cassette, print each difference and the totals; 1 when there is one, or nothing to replay."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gspread", type=Path, help="a checkout of gspread with its tests")
    parser.add_argument("-k", default="", help="only cassettes whose name contains this")
    chosen = parser.parse_args()
    with watched(Watch()) as watch:
        replayed = [
            each
            for name, exchanges in cassettes(chosen.gspread / "tests" / "cassettes")
            if chosen.k in name
            for each in _replayed(name, exchanges)
        ]
    reasons = Counter(each.split(":")[0] for differences in replayed for each in differences)
    for reason, count in reasons.most_common():
        sys.stdout.write(f"{count:6} {reason}\n")
    wrong = [each for each in watch.wrong if ": answer " in each]  # what gspread sends is its own affair
    sys.stdout.writelines(f"{each}\n" for each in wrong)
    sys.stdout.write(f"{replayed.count([])} of {len(replayed)} recorded answers agree\n")
    sys.stdout.write(f"{len(wrong)} faults in {len(watch.seen)} of our answers by Google's discovery documents\n")
    return 0 if replayed and not any(replayed) and not wrong else 1


def _replayed(name: str, exchanges: Sequence[Exchange]) -> Iterator[list[str]]:
    """The differences of each answer, which are printed."""
    with with_private(Server()) as server:
        for exchange, differences in Replay(server, exchanges).run():
            for each in differences:
                sys.stdout.write(f"{name}\n  {unquote(exchange.name)[:200]}\n    {each}\n")
            yield differences


if __name__ == "__main__":
    sys.exit(main())
