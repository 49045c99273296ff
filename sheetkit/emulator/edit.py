"""What another person types between two calls, as a fault lets it happen."""

from sheetkit.emulator.document import Document, Json
from sheetkit.emulator.faults import FaultsInvalid
from sheetkit.emulator.sheets import endpoints
from sheetkit.emulator.users import User
from sheetkit.emulator.world import World

SOMEONE = User("someone.else@example.com")


def typed(world: World, file_id: str, text: str) -> None:
    """Let someone type into a spreadsheet: `Sheet1!A1=text`. A call of no spreadsheet is left alone."""
    place, separator, value = text.partition("=")
    if not separator:
        raise FaultsInvalid(f"'{text}' does not say what to write; for example Sheet1!A1=text.")
    file = world.store.get(file_id)
    if file is None or file.document is None:
        return
    now = world.clock.now()

    def write(document: Document) -> Json:
        query = {"valueInputOption": ["USER_ENTERED"]}
        return endpoints.values_update(document, place.strip(), {"values": [[value]]}, query, now)

    world.store.write(file, write, user=SOMEONE, at=now)
