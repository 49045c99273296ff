"""Each answer with an error, told apart: what it is, and what it says to whom."""

from dataclasses import dataclass

import pytest

from sheetkit.backends.google.account import Account
from sheetkit.backends.google.errors import (
    AddressRefused,
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
from tests.backends.google.client.clients import FILE, PERSON, ROBOT, SHEET, client
from tests.backends.google.client.scripted import Reply, Time, drive_error, info, refusal, scripted

BATCH = f"{SHEET}:batchUpdate"
SHEETS = SHEET.removesuffix("/abc")
FILES = FILE.removesuffix("/abc")
STRANGER = Account("person", "", "application default credentials of gcloud")
LOCAL = Account("local", ROBOT.email, "the local server")
SWITCH = "https://console.developers.google.com/apis/api/sheets.googleapis.com/overview?project=123"
DENIED = refusal(403, "The caller does not have permission", status="PERMISSION_DENIED")
SCOPES = refusal(
    403,
    "Request had insufficient authentication scopes.",
    status="PERMISSION_DENIED",
    details=info("ACCESS_TOKEN_SCOPE_INSUFFICIENT", service="sheets.googleapis.com"),
)
DISABLED = refusal(
    403,
    f"Google Sheets API has not been used in project 123 before. Enable it by visiting {SWITCH} then retry.",
    status="PERMISSION_DENIED",
    details=info("SERVICE_DISABLED", consumer="projects/123", service="sheets.googleapis.com", activationUrl=SWITCH),
)
QUOTA = refusal(
    429,
    "Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per user'.",
    status="RESOURCE_EXHAUSTED",
    details=info("RATE_LIMIT_EXCEEDED", quota_limit="ReadRequestsPerMinutePerUser"),
)
UNAUTHENTICATED = refusal(401, "Request had invalid authentication credentials.", status="UNAUTHENTICATED")
STORAGE = drive_error(403, "storageQuotaExceeded", "The user's Drive storage quota has been exceeded.", "usageLimits")


@dataclass(frozen=True)
class Case:
    """An answer to a request of an account, the error it is, and words that its text has."""

    name: str
    reply: Reply
    error: type[GoogleError]
    says: tuple[str, ...] = ()
    account: Account = PERSON
    method: str = "GET"
    url: str = SHEET


CASES = [
    Case("not shared", DENIED, PermissionRefused, ("ann@example.com may not read", "share it with ann@example.com")),
    Case("read only", DENIED, PermissionRefused, ("may not change", "(Editor)"), method="POST", url=BATCH),
    Case("not shared with a service account", DENIED, PermissionRefused, (f"share it with {ROBOT.email}",), ROBOT),
    Case("not shared with somebody", DENIED, PermissionRefused, ("sheetkit auth status",), STRANGER),
    Case(
        "a folder of others",
        drive_error(403, "insufficientFilePermissions", "The user does not have sufficient permissions for this file."),
        PermissionRefused,
        ("may not make files here", "share the folder with"),
        method="POST",
        url=FILES,
    ),
    Case("a service account makes one", DENIED, CannotCreateFiles, (ROBOT.email,), ROBOT, "POST", SHEETS),
    Case("a service account makes a file", STORAGE, CannotCreateFiles, ("shared drive",), ROBOT, "POST", FILES),
    Case("a full drive", STORAGE, StorageFull, ("ann@example.com", "trash"), method="POST", url=FILES),
    Case("the API is off", DISABLED, ApiDisabled, (f"Switch it on at {SWITCH},",)),
    Case("its Drive twin", drive_error(403, "accessNotConfigured", f"Enable it at {SWITCH}."), ApiDisabled, (SWITCH,)),
    Case("a scope is missing", SCOPES, ScopeMissing, ("every box",)),
    Case("gcloud's scopes", SCOPES, ScopeMissing, ("SHEETKIT_GOOGLE_CREDENTIALS=login",), STRANGER),
    Case(
        "its Drive twin",
        drive_error(403, "insufficientPermissions", "Insufficient Permission"),
        ScopeMissing,
        method="POST",
        url=FILES,
    ),
    Case("a quota", QUOTA, QuotaExceeded, ("ReadRequestsPerMinutePerUser",)),
    Case(
        "a quota of the day",
        drive_error(403, "dailyLimitExceeded", "Daily Limit Exceeded", "usageLimits"),
        QuotaExceeded,
        ("midnight",),
    ),
    Case(
        "a file of another app",
        drive_error(403, "appNotAuthorizedToFile", "The user has not granted the app 1 read access to the file abc."),
        SpreadsheetMissing,
        ("sees only spreadsheets that sheetkit made", "--scope spreadsheets"),
        url=FILE,
    ),
    Case("a login that ended", UNAUTHENTICATED, LoginExpired, ("ann@example.com", "7 days", "sheetkit auth login")),
    Case("nowhere", refusal(404, "Requested entity was not found.", status="NOT_FOUND"), SpreadsheetMissing),
    Case(
        "nowhere for a service account",
        drive_error(404, "notFound", "File not found: abc."),
        SpreadsheetMissing,
        (f"share the spreadsheet with {ROBOT.email}",),
        ROBOT,
        url=FILE,
    ),
    Case(
        "a wrong request",
        refusal(400, "Invalid requests[0].updateCells: no such sheet", status="INVALID_ARGUMENT"),
        RequestRefused,
        ("Google says: Invalid requests[0].updateCells: no such sheet", "Nothing was changed."),
        method="POST",
        url=BATCH,
    ),
    Case(
        "too many cells",
        refusal(400, "This action would bring the workbook above the limit of 10000000 cells."),
        RequestTooLarge,
        method="POST",
        url=BATCH,
    ),
    Case(
        "a document, or an Excel file in Drive",
        refusal(400, "This operation is not supported for this document", status="FAILED_PRECONDITION"),
        NotASpreadsheet,
        ("Save as Google Sheets",),
    ),
    Case(
        "a protected range",
        refusal(
            400,
            "Invalid requests[0].updateCells: You are trying to edit a protected cell or object. Please contact the "
            "spreadsheet owner to remove protection if you need to edit.",
            status="INVALID_ARGUMENT",
        ),
        PermissionRefused,
        ("is protected, and ann@example.com may not edit it.", "Protect sheets and ranges"),
        method="POST",
        url=BATCH,
    ),
    Case(
        "no such folder",
        drive_error(404, "notFound", "File not found: nowhere."),
        SpreadsheetMissing,
        ("There is no such folder, or ann@example.com may not see it.",),
        method="POST",
        url=FILES,
    ),
    Case("a service account at the local server", STORAGE, CannotCreateFiles, ("--folder",), LOCAL, "POST", FILES),
    Case("too large", refusal(413, "Request payload is too large"), RequestTooLarge, method="POST", url=BATCH),
    Case("in between", refusal(409, "The operation was aborted.", status="ABORTED"), EditedMeanwhile, method="POST"),
    Case("not offered", refusal(501, "The request kind addDataSource is not offered."), NotOffered, ("addDataSource",)),
    Case("down", refusal(503, "The service is currently unavailable."), ServiceDown, ("503", "appsstatus")),
    Case("a proxy", Reply(403, "<title>Denied by policy</title>", kind="text/html"), AnswerUnreadable, ("policy",)),
    Case("a page", Reply(200, "<html><title>Hotel Wi-Fi</title>", kind="text/html"), AnswerUnreadable, ("Hotel",)),
    Case("no JSON", Reply(200, "{"), AnswerUnreadable),
    Case("a list", Reply(200, "[]"), AnswerUnreadable),
    Case("elsewhere", Reply(302, "", {"Location": "http://127.0.0.1:1/login"}), AnswerUnreadable, ("302",)),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_answers_are_told_apart(case: Case) -> None:
    with scripted(case.reply) as script, pytest.raises(GoogleError) as caught:
        client(script.url, Time(), case.account, patience=0.5).answer(case.method, case.url)
    error = caught.value
    assert type(error) is case.error
    assert [words for words in case.says if words not in str(error)] == []
    assert error.message.endswith((".", "…"))
    assert error.advice
    assert error.method == case.method
    if case.error is not AnswerUnreadable:
        assert error.account == case.account.email
        assert error.status == case.reply.status


def test_errors_carry_what_a_program_needs() -> None:
    with scripted(QUOTA) as script, pytest.raises(QuotaExceeded) as quota:
        client(script.url, Time(), patience=0.5).answer("GET", SHEET)
    assert quota.value.limit == "ReadRequestsPerMinutePerUser"
    assert quota.value.reason == "RATE_LIMIT_EXCEEDED"
    with scripted(DISABLED) as script, pytest.raises(ApiDisabled) as disabled:
        client(script.url, Time()).answer("GET", SHEET)
    assert disabled.value.link == SWITCH


def test_a_link_that_does_not_lead_to_google_is_not_passed_on() -> None:
    odd = refusal(
        403,
        "See https://google.com.example.org/x",
        details=info("SERVICE_DISABLED", activationUrl="https://evil.example"),
    )
    with scripted(odd) as script, pytest.raises(ApiDisabled) as caught:
        client(script.url, Time()).answer("GET", SHEET)
    assert caught.value.link == ""


@pytest.mark.parametrize(
    "body", ["", "null", "[]", '{"error": null}', '{"error": []}', '{"error": {"errors": [1], "details": [2]}}']
)
def test_odd_bodies_are_errors_like_any_other(body: str) -> None:
    for code in (400, 401, 403, 404, 500):
        with scripted(Reply(code, body)) as script, pytest.raises(GoogleError) as caught:
            client(script.url, Time(), patience=0.5).answer("GET", SHEET)
        assert not isinstance(caught.value, AddressRefused)
        assert caught.value.message
