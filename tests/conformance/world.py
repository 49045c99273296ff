"""A server that holds what gspread's suite expects of its account: a file it may not open, and one it did not make."""

from sheetkit.emulator.document import Document
from sheetkit.emulator.server import Server
from sheetkit.emulator.sheets import endpoints
from sheetkit.emulator.store import SPREADSHEET, File, ownership
from sheetkit.emulator.users import User

PRIVATE = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
"""The spreadsheet that gspread's suite expects to be refused."""


def furnished(server: Server) -> Server:
    """Add the private file, and one that the suite sees but did not make."""
    stranger, user = User("stranger@example.com"), User("access_token@example.com")
    _add(server, PRIVATE, "Private", stranger)
    _add(server, "1" + "unrelated" * 4, "Unrelated", user)
    return server


def _add(server: Server, file_id: str, title: str, owner: User) -> None:
    now = server.clock.now()
    document: Document = endpoints.create({"properties": {"title": title}}, file_id, "", now)
    file = File(file_id, SPREADSHEET, now, now, owner.email, document=document, permissions=[ownership(owner)])
    server.store.add(file)
