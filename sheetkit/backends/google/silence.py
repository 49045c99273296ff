"""What it means that no answer came: the request never left, or nobody knows."""

from typing import Final

import requests
import urllib3

from sheetkit.backends.google.account import Account
from sheetkit.backends.google.call import Call
from sheetkit.backends.google.errors import Unreachable

_UNTRUSTED: Final = "CERTIFICATE_VERIFY_FAILED"


def never_sent(error: requests.exceptions.RequestException) -> bool:
    """Whether no connection came about at all, so that the server cannot have seen the request."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.ProxyError):
        return True
    if isinstance(error, requests.exceptions.SSLError):
        return _UNTRUSTED in str(error)
    cause = error.args[0] if error.args else None
    reason = getattr(cause, "reason", None)
    return isinstance(reason, urllib3.exceptions.NewConnectionError | urllib3.exceptions.ConnectTimeoutError)


def may_pass(error: requests.exceptions.RequestException, account: Account) -> bool:
    """Whether another try may connect; a certificate stays untrusted, and a local server that is off stays off."""
    return account.kind != "local" and not isinstance(error, requests.exceptions.SSLError)


def unreachable(error: requests.exceptions.RequestException, call: Call, account: Account) -> Unreachable:
    """The error for a request without an answer. The library's own text is left out: it can hold the whole address."""
    if account.kind == "local":
        message, hint = (
            f"The server at {call.origin} does not answer.",
            "Is it running? `sheetkit emulator` starts one.",
        )
    elif isinstance(error, requests.exceptions.SSLError):
        message = f"The certificate of {call.origin} cannot be trusted."
        hint = "Something between this machine and Google reads along, or this machine's clock or certificates are old."
    elif isinstance(error, requests.exceptions.ProxyError):
        message, hint = "The proxy does not let this machine reach Google.", "Check HTTPS_PROXY and NO_PROXY."
    elif isinstance(error, requests.exceptions.Timeout):
        message, hint = f"{call.origin} did not answer in time.", ""
    else:
        message, hint = f"{call.origin} cannot be reached.", ""
    return Unreachable(message, hint=hint, method=call.method, url=call.shown, account=account.email)
