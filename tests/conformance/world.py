"""A server that holds what gspread's suite expects of its account: a file it may not open, and one it did not make."""

from datetime import datetime

from sheetkit.emulator.server import Server
from sheetkit.emulator.sheets import endpoints
from sheetkit.emulator.store import SPREADSHEET, File, ownership
from sheetkit.emulator.users import User

PRIVATE = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
"""The spreadsheet that gspread's suite expects to be refused."""


def furnished(server: Server) -> Server:
    """Add the private file, and one that the suite sees but did not make."""
    now = server.clock.now()
    with_private(server)
    add(server, "1" + "unrelated" * 4, "Unrelated", User("access_token@example.com"), now, now)
    return server


def with_private(server: Server) -> Server:
    """Add the private file alone."""
    now = server.clock.now()
    add(server, PRIVATE, "Private", User("stranger@example.com"), now, now)
    return server


def add(server: Server, file_id: str, title: str, owner: User, created: datetime, modified: datetime) -> None:
    """Add an empty spreadsheet that somebody owns."""
    document = endpoints.create({"properties": {"title": title}}, file_id, "", created)
    file = File(file_id, SPREADSHEET, created, modified, owner.email, document=document)
    file.permissions.append(ownership(owner))
    server.store.add(file)
