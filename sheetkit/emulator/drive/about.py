"""Who the caller is: about.get."""

from sheetkit.emulator.call import Call
from sheetkit.emulator.document import Json
from sheetkit.emulator.drive.metadata import person
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.world import World


def get(world: World, call: Call) -> Json:
    """about.get, which wants to be told the fields."""
    del world
    if not call.first("fields"):
        where = {"location": "fields", "locationType": "parameter"}
        raise ApiError(400, "The 'fields' parameter is required for this method.", reason="required", details=[where])
    limit = "0" if call.user.is_service_account else "16106127360"
    quota = {"limit": limit, "usage": "0", "usageInDrive": "0", "usageInDriveTrash": "0"}
    return {"kind": "drive#about", "user": person(call.user, call.user), "storageQuota": quota}
