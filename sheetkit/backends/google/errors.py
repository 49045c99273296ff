"""What can go wrong with Google, one class for each thing that a person does something else about."""

from typing import Final

from sheetkit.backends.google.redact import redacted
from sheetkit.core.errors import SheetkitError

_NOTHING: Final = "Nothing was changed."


class GoogleError(SheetkitError):
    """Google could not do this.

    `method` and `url` are the request's, `status` the HTTP code (0 where no answer came), `reason` Google's own word
    for it (`rateLimitExceeded`, `SERVICE_DISABLED`), `account` whom the request was made for, as far as it is known.
    No text of these errors holds a token, a secret or a private key.
    """

    def __init__(
        self,
        message: str = "",
        *,
        method: str = "",
        url: str = "",
        status: int = 0,
        reason: str = "",
        account: str = "",
        path: str = "",
        hint: str = "",
    ) -> None:
        default = (type(self).__doc__ or "").strip().partition("\n")[0]
        super().__init__(redacted(message) or default, path=redacted(path), hint=redacted(hint))
        self.method = method
        self.url = redacted(url)
        self.status = status
        self.reason = redacted(reason)
        self.account = account


class AddressRefused(GoogleError):  # noqa: N818 - the domain's words, here and below, not suffixes
    """sheetkit sends credentials to Google and to this machine only, and this address is neither."""

    hint = "Set SHEETKIT_GOOGLE_URL to a server on this machine, such as http://127.0.0.1:8080, or unset it."


class AnswerLost(GoogleError):  # noqa: N818
    """The answer to a change did not come, so it is not known whether Google made it."""

    hint = "Run the command again: it looks at what is there before it changes anything."


class Unreachable(GoogleError):  # noqa: N818
    """Google cannot be reached."""

    hint = f"Check the connection to the internet, the proxy and the firewall. {_NOTHING}"


class ServiceDown(GoogleError):  # noqa: N818
    """Google's service does not work at the moment, and waiting did not help."""

    hint = f"Try again in a while; www.google.com/appsstatus shows what Google knows of it. {_NOTHING}"


class QuotaExceeded(GoogleError):  # noqa: N818
    """Google accepts no more requests for now, and waiting did not help.

    `limit` is the name of Google's limit, where it says so (`ReadRequestsPerMinutePerUser`).
    """

    hint = "Wait some minutes; another program may be using up the same quota. What was not said to be done, was not."

    limit = ""


class PermissionRefused(GoogleError):  # noqa: N818
    """Google does not let this account do that with the spreadsheet."""

    hint = f"Let its owner share it with the account you are logged in with (`sheetkit auth status`). {_NOTHING}"


class SpreadsheetMissing(GoogleError):  # noqa: N818
    """There is no such spreadsheet, or this account may not see it."""

    hint = (
        "Check the address. A login with the scope drive.file sees only spreadsheets that sheetkit made: for others, "
        "run `sheetkit auth login --scope spreadsheets`."
    )


class NotASpreadsheet(GoogleError):  # noqa: N818
    """It is no Google spreadsheet but a file of another kind, such as a document or an Excel file in Drive."""

    hint = (
        "Open an Excel file in the browser and choose File, Save as Google Sheets: the new one has its own address. "
        f"Or download it and give sheetkit the file. {_NOTHING}"
    )


class CannotCreateFiles(GoogleError):  # noqa: N818
    """A service account has no storage of its own, so it cannot make a new spreadsheet."""

    hint = (
        "Name a folder of a shared drive with --folder, or build it as a person (`sheetkit auth login`) and "
        "share it with the service account."
    )


class StorageFull(GoogleError):  # noqa: N818
    """The storage of this Google account is full."""

    hint = f"Make room in Google Drive (its trash counts too) or use another account. {_NOTHING}"


class ApiDisabled(GoogleError):  # noqa: N818
    """The Google Sheets API or the Google Drive API is not switched on in the project of these credentials.

    `link` is the page where it is switched on, where Google names it.
    """

    hint = (
        "Switch both on in the Google Cloud console (APIs & Services, Library), wait some minutes, and run the command "
        f"again. {_NOTHING}"
    )

    link = ""


class ScopeMissing(GoogleError):  # noqa: N818
    """The login was not allowed to do that: a scope is missing."""

    hint = (
        "Log in again and leave every box ticked: `sheetkit auth login`, or `sheetkit auth login --scope spreadsheets` "
        "for spreadsheets that sheetkit did not make."
    )


class LoginMissing(GoogleError):  # noqa: N818
    """Nobody is logged in to Google."""

    hint = (
        "Run `sheetkit auth login --client-secrets FILE`, or name a service account's key with --credentials or "
        "SHEETKIT_GOOGLE_CREDENTIALS. docs/google.md says step by step how to get either."
    )


class LoginExpired(GoogleError):  # noqa: N818
    """The login has expired or was revoked."""

    hint = (
        "Run `sheetkit auth login` again. While the app's publishing status is Testing, Google ends each login after "
        "7 days: publish the app, and log in once more."
    )


class LoginFailed(GoogleError):  # noqa: N818
    """The login was not completed."""

    hint = "Run `sheetkit auth login` again."


class ClientSecretsMissing(GoogleError):  # noqa: N818
    """sheetkit comes without client secrets, so it needs yours to log in."""

    hint = (
        "Make an OAuth client of the type Desktop app in the Google Cloud console, download its JSON, and run "
        "`sheetkit auth login --client-secrets FILE`. docs/google.md shows each step."
    )


class CredentialsInvalid(GoogleError):  # noqa: N818
    """These credentials are not of a kind that sheetkit can use."""

    hint = (
        "Give a service account's key, the client secrets of a Desktop app, or an authorized user's file, as JSON. "
        "docs/google.md says how to get them."
    )


class TokenExposed(GoogleError):  # noqa: N818
    """The file with the stored login belongs to, or can be read by, someone else."""

    hint = "Delete it, run `sheetkit auth login` again, and revoke the old login at myaccount.google.com/connections."


class RequestRefused(GoogleError):  # noqa: N818
    """Google did not understand the request."""

    hint = f"{_NOTHING} If it says nothing that you can do something about, please report it."


class RequestTooLarge(GoogleError):  # noqa: N818
    """The request is larger than Google accepts, or the spreadsheet would be."""

    hint = f"A spreadsheet holds 10 million cells. {_NOTHING}"


class EditedMeanwhile(GoogleError):  # noqa: N818
    """Google gave up this change because another one came in between."""

    hint = f"{_NOTHING} Run the command again."


class NotOffered(GoogleError):  # noqa: N818
    """The server does not offer this."""

    hint = f"The local server has a part of what Google has. {_NOTHING}"


class AnswerUnreadable(GoogleError):  # noqa: N818
    """What came back is not an answer of Google's."""

    hint = f"A proxy or the login page of a network may have answered instead. {_NOTHING}"
