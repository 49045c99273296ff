"""Which error an answer of Google is: what it means, for whom, and whether the request may simply be made again."""

from typing import Final

from sheetkit.backends.google.account import Account
from sheetkit.backends.google.answer import Refusal
from sheetkit.backends.google.call import Call
from sheetkit.backends.google.errors import (
    AnswerUnreadable,
    ApiDisabled,
    CannotCreateFiles,
    EditedMeanwhile,
    GoogleError,
    LoginExpired,
    NotASpreadsheet,
    NotOffered,
    PermissionRefused,
    QuotaExceeded,
    RequestRefused,
    RequestTooLarge,
    ScopeMissing,
    ServiceDown,
    SpreadsheetMissing,
    StorageFull,
)
from sheetkit.backends.google.scopes import DRIVE_FILE

RATE_REASONS: Final = frozenset(
    {"RATE_LIMIT_EXCEEDED", "rateLimitExceeded", "userRateLimitExceeded", "sharingRateLimitExceeded"}
)
"""Too many requests for the moment (Drive's "Resolve errors"; ErrorInfo of the Sheets API): waiting helps."""
SPENT_REASONS: Final = frozenset({"dailyLimitExceeded", "dailyLimitExceededUnreg", "quotaExceeded"})
"""A quota of the day is used up: waiting seconds does not help."""
STORAGE_REASONS: Final = frozenset(
    {"storageQuotaExceeded", "teamDriveFileLimitExceeded", "numChildrenInNonRootLimitExceeded"}
)
DISABLED_REASONS: Final = frozenset(
    {"SERVICE_DISABLED", "accessNotConfigured", "CONSUMER_INVALID", "USER_PROJECT_DENIED"}
)
SCOPE_REASONS: Final = frozenset({"ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions", "insufficientScopes"})
NOT_THIS_APP: Final = frozenset({"appNotAuthorizedToFile"})
"""The scope drive.file allows only the files that the app made or that were opened with it."""


def error_of(refusal: Refusal, call: Call, account: Account) -> GoogleError:
    """The error that a refusal is."""
    kind, message, hint = _kind(refusal, call, account)
    error = kind(
        message,
        hint=hint,
        method=call.method,
        url=call.shown,
        status=refusal.code,
        reason=refusal.reason,
        account=account.email,
    )
    if isinstance(error, QuotaExceeded):
        error.limit = refusal.facts.get("quota_limit", "")
    if isinstance(error, ApiDisabled):
        error.link = refusal.link
    return error


def refused_before_work(refusal: Refusal) -> bool:
    """Whether the answer says that the request was turned away for being one too many, before anything was done.

    These are the only answers after which a change may be sent again as it is. 503 is not among them: google.rpc.Code
    says of UNAVAILABLE that a repetition is not always safe, and 500, 502 and 504 may come after the work was done.
    """
    return refusal.code == 429 or (refusal.code == 403 and bool(RATE_REASONS & set(refusal.reasons)))


def nobody_knows(refusal: Refusal) -> bool:
    """Whether the answer leaves open if a change was made: it came from something on the way, or from a breakdown."""
    return refusal.code in {408, 500, 502, 503, 504} or refusal.code > 504


_Found = tuple[type[GoogleError], str, str]


def _kind(refusal: Refusal, call: Call, account: Account) -> _Found:
    """The class, and the message and the hint where they say more than the class does."""
    said = _said(refusal)
    match refusal.code:
        case 401:
            return LoginExpired, f"Google does not accept this login any more ({account.label}).", account.renewal
        case 403 | 429:
            return _forbidden(refusal, call, account)
        case 404 if refusal.readable:
            return _missing(call, account)
        case 409:
            return EditedMeanwhile, "", ""
        case 413:
            return RequestTooLarge, "", ""
        case 501:
            return NotOffered, said, ""
        case code if code >= 500 or code == 408:
            return ServiceDown, f"Google's service does not work at the moment ({_words(refusal)}).", ""
        case _ if not refusal.readable:
            return AnswerUnreadable, f"What came back is not an answer of Google's ({_words(refusal)}).", ""
        case 400 if refusal.status == "FAILED_PRECONDITION" and "not supported for this document" in refusal.message:
            return NotASpreadsheet, "", ""
        case 400 if "protected cell" in refusal.message:
            who = account.email or "this account"
            hint = f"Let its owner add {who} to those who may edit it (Data, Protect sheets and ranges). {_UNTOUCHED}"
            return PermissionRefused, f"What was to be changed is protected, and {who} may not edit it.", hint
        case _ if "10000000 cells" in refusal.message.replace(",", ""):
            return RequestTooLarge, said, ""
        case _:
            return RequestRefused, said, ""


def _forbidden(refusal: Refusal, call: Call, account: Account) -> _Found:
    reasons = {*refusal.reasons, refusal.status}
    if refused_before_work(refusal) or reasons & SPENT_REASONS:
        return _quota(refusal)
    if reasons & STORAGE_REASONS or (call.creates and account.is_program and not refusal.reasons):
        return _creation(account)
    if reasons & DISABLED_REASONS:
        hint = f"Switch it on at {refusal.link}, wait some minutes, and run the command again." if refusal.link else ""
        return ApiDisabled, _said(refusal) if not refusal.link else "", hint
    if reasons & SCOPE_REASONS:
        return (
            ScopeMissing,
            f"The login ({account.label}) was not allowed to do that: a scope is missing.",
            _scope(account),
        )
    if reasons & NOT_THIS_APP:
        return (
            SpreadsheetMissing,
            "This login sees only spreadsheets that sheetkit made, and it did not make this one.",
            "",
        )
    if not refusal.readable:
        return AnswerUnreadable, f"What came back is not an answer of Google's ({_words(refusal)}).", ""
    return _permission(call, account)


def _quota(refusal: Refusal) -> _Found:
    limit = refusal.facts.get("quota_limit", "")
    which = f" ({limit})" if limit else ""
    if set(refusal.reasons) & SPENT_REASONS:
        return (
            QuotaExceeded,
            f"Google's quota of the day is used up{which}.",
            "It is renewed at midnight, Pacific Time.",
        )
    return QuotaExceeded, f"Google accepts no more requests for now{which}, and waiting did not help.", ""


def _creation(account: Account) -> _Found:
    if account.is_program:
        who = f" {account.email}" if account.email else ""
        return CannotCreateFiles, f"The service account{who} has no storage of its own, so it cannot make files.", ""
    return StorageFull, f"The storage of {account.label} is full.", ""


def _permission(call: Call, account: Account) -> _Found:
    doing = "make files here" if call.creates else f"{'change' if call.changes else 'read'} this spreadsheet"
    message = f"{account.email or 'This account'} may not {doing}."
    if not account.email:
        return PermissionRefused, message, ""
    if account.scopes == (DRIVE_FILE,) and not call.creates:
        return PermissionRefused, message, _NARROW.format(account.email)
    role = "Editor" if call.changes else "Viewer, or Editor for changes"
    what = "the folder" if call.creates else "it"
    return PermissionRefused, message, f"Let its owner share {what} with {account.email} ({role}). Nothing was changed."


_UNTOUCHED: Final = "Nothing was changed."
_NARROW: Final = (
    "This login sees only spreadsheets that sheetkit made. For others run `sheetkit auth login --scope spreadsheets`; "
    "they must be shared with {} (Editor for changes). Nothing was changed."
)


def _missing(call: Call, account: Account) -> _Found:
    if call.creates:
        message = f"There is no such folder, or {account.label} may not see it."
        return SpreadsheetMissing, message, "Its id is the last part of its address: drive.google.com/drive/folders/ID."
    message = f"There is no such spreadsheet, or {account.label} may not see it."
    if account.is_program and account.kind != "local":
        return SpreadsheetMissing, message, f"Check the address, and share the spreadsheet with {account.email}."
    if account.kind == "local":
        return SpreadsheetMissing, message, f"Check the address; this is the local server at {call.origin}."
    return SpreadsheetMissing, message, ""


def _scope(account: Account) -> str:
    if "application default" in account.way:
        return (
            "Application default credentials of gcloud have other scopes. Log in with `sheetkit auth login` and set "
            "SHEETKIT_GOOGLE_CREDENTIALS=login, or name a file with --credentials."
        )
    return ""


def _said(refusal: Refusal) -> str:
    """Google's own words as a sentence, "" when there are none."""
    text = refusal.message.strip()
    return f"Google says: {text}" + "." * (not text.endswith((".", "!", "?", "…"))) if text else ""


def _words(refusal: Refusal) -> str:
    return f"{refusal.code}: {refusal.message}" if refusal.message else f"HTTP {refusal.code}"
