"""Whom sheetkit works for at Google, as far as it is known."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["person", "service account", "local"]


@dataclass(frozen=True, slots=True)
class Account:
    """Who it is and how sheetkit came to know; nothing of it is secret.

    `email` is "" where it is not known. `way` names where the credentials are from, as people say it. `scopes` are the
    full addresses of what is allowed, empty where only Google knows.
    """

    kind: Kind = "person"
    email: str = ""
    way: str = ""
    scopes: tuple[str, ...] = ()

    @property
    def is_program(self) -> bool:
        """Whether it is a service account, which has no storage of its own and sees only what is shared with it."""
        return self.kind == "service account" or self.email.endswith(".gserviceaccount.com")

    @property
    def label(self) -> str:
        """The account in a sentence: its address, or how it is logged in."""
        return self.email or (f"the account of {self.way}" if self.way else "this account")
