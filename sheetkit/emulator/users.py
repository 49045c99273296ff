"""Who calls: a bearer token is a user, and a file's permissions say what a user may do with it."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

DOMAIN: Final = "example.com"
RANK: Final[Mapping[str, int]] = {"": 0, "reader": 1, "commenter": 2, "writer": 3, "owner": 5, "organizer": 5}
"""The roles of Drive, the stronger the higher."""
_SERVICE_ACCOUNT: Final = ".gserviceaccount.com"


@dataclass(frozen=True, slots=True)
class User:
    """One user, known by an address.

    `app` is the program whose login may only see files that it made (the scope `drive.file`); "" for no such limit.
    """

    email: str
    app: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """The name to show: what stands before the @; a service account's is its whole address."""
        return self.email if self.is_service_account else self.email.partition("@")[0]

    @property
    def permission_id(self) -> str:
        """The number that Drive gives to a user, the same in every file."""
        return number(self.email)

    @property
    def is_service_account(self) -> bool:
        """Whether Google would take this for a program, which has no storage of its own."""
        return self.email.endswith(_SERVICE_ACCOUNT)


def number(text: str) -> str:
    """A number of 20 digits that always belongs to the same text."""
    return str(int.from_bytes(hashlib.sha256(text.casefold().encode()).digest()[:8], "big")).zfill(20)


def user_of_token(token: str) -> User:
    """The user that a plain token stands for: `alice` is alice@example.com; an address stands for itself."""
    kept = re.sub(r"[^\w.@+-]+", "", token).casefold()
    return User(kept if "@" in kept else f"{kept or 'someone'}@{DOMAIN}")


def role(permissions: Iterable[Mapping[str, Any]], user: User) -> str:
    """The strongest role that a file's permissions give a user; "" where they give none."""
    roles = [str(each["role"]) for each in permissions if _concerns(each, user)]
    return max(roles, key=lambda name: RANK.get(name, 0), default="")


def _concerns(permission: Mapping[str, Any], user: User) -> bool:
    match permission["type"]:
        case "anyone":
            return True
        case "domain":
            return user.email.endswith("@" + str(permission.get("domain", "")).casefold())
        case _:
            return str(permission.get("emailAddress", "")).casefold() == user.email.casefold()
