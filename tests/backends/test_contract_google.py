"""A Google spreadsheet, kept by the local server, keeps the contract of every backend."""

from collections.abc import Iterator
from datetime import UTC

import pytest

from sheetkit.backends.google.backend import GoogleBackend, create
from sheetkit.emulator.server import Server
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.model import Workbook
from tests.backends.contract import Contract
from tests.backends.google.people import GooglePerson
from tests.backends.google.reach import client
from tests.backends.people import Person
from tests.backends.till import NOW


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(clock=NOW.replace(tzinfo=UTC)) as running:
        yield running


class TestGoogle(Contract):
    @pytest.fixture(autouse=True)
    def _server(self, server: Server) -> None:
        self.server = server

    locale = "en_US"

    def build(self, workbook: Workbook) -> Backend:
        return create(client(self.server), "A till", workbook, locale=self.locale)

    def again(self, backend: Backend) -> Backend:
        assert isinstance(backend, GoogleBackend)
        return GoogleBackend(client(self.server), backend.id)

    def person(self, backend: Backend) -> Person:
        assert isinstance(backend, GoogleBackend)
        return GooglePerson(client(self.server), backend.id)

    @pytest.mark.parametrize(
        "promise",
        [
            "test_nothing_changes_when_nothing_happened",
            "test_computed_cells_show_their_results",
            "test_the_table_grows_when_the_spare_lines_are_used_up",
            "test_a_formula_typed_over_is_written_again",
            "test_a_workbook_that_changed_meanwhile_is_not_written",
        ],
    )
    def test_it_is_so_too_where_a_decimal_is_written_with_a_comma(self, promise: str) -> None:
        self.locale = "de_DE"
        getattr(self, promise)()
