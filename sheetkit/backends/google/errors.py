"""What can go wrong with Google, one class for each thing that a person does something else about."""

from sheetkit.backends.google.redact import redacted
from sheetkit.core.errors import SheetkitError


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


class AddressRefused(GoogleError):  # noqa: N818 - the domain's word, not a suffix
    """sheetkit sends credentials to Google and to this machine only, and this address is neither."""

    hint = "Set SHEETKIT_GOOGLE_URL to a server on this machine, such as http://127.0.0.1:8080, or unset it."

    def __init__(self, message: str = "", *, address: str = "", hint: str = "") -> None:
        shown = redacted(address)
        super().__init__(message or (f"{shown} is neither Google nor this machine." if shown else ""), hint=hint)
        self.address = shown
