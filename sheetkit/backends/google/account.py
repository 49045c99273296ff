"""Whom sheetkit works for at Google, as far as it is known."""

from dataclasses import dataclass
from typing import Final, Literal

Kind = Literal["person", "service account", "local"]


_RENEWALS: Final = {
    "--credentials": "Name credentials that still work with --credentials, or leave it out and run `sheetkit auth "
    "login`.",
    "SHEETKIT_GOOGLE_CREDENTIALS": "Set SHEETKIT_GOOGLE_CREDENTIALS to credentials that still work, or unset it and "
    "run `sheetkit auth login`.",
    "application default credentials of gcloud": "Run `gcloud auth application-default login`, or run `sheetkit auth "
    "login` and set SHEETKIT_GOOGLE_CREDENTIALS=login.",
    "application default credentials": "Set GOOGLE_APPLICATION_CREDENTIALS to credentials that still work, or run "
    "`sheetkit auth login` and set SHEETKIT_GOOGLE_CREDENTIALS=login.",
}
"""What to do about an expired login by where it came from: a new stored login alone would not be looked at."""


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
    def renewal(self) -> str:
        """How to get a login that works again, where it is from what goes before the stored one; "" otherwise."""
        return next((advice for start, advice in _RENEWALS.items() if self.way.startswith(start)), "")

    @property
    def label(self) -> str:
        """The account in a sentence: its address, or how it is logged in."""
        return self.email or (f"the account of {self.way}" if self.way else "this account")
