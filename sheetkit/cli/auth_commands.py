"""The commands that log in to Google, say who is logged in, and log out."""

import os
import sys
from typing import TYPE_CHECKING

import click

from sheetkit.cli.parameters import Commands, example, json_option
from sheetkit.cli.screen import data, paint, say

if TYPE_CHECKING:
    from sheetkit.app.signing_in import SignedIn


@click.group(cls=Commands, epilog=example("sheetkit auth login --client-secrets client_secret.json"))
def auth() -> None:
    """Log in to Google, for workbooks that are Google spreadsheets."""


@auth.command(
    short_help="Log in to Google in your browser.",
    epilog=example("sheetkit auth login --client-secrets client_secret.json", "sheetkit auth login"),
)
@click.option(
    "--client-secrets",
    default="",
    metavar="FILE",
    help="The JSON of your OAuth client (docs/google.md says how to make one); later logins remember it.",
)
@click.option(
    "--scope",
    type=click.Choice(["drive.file", "spreadsheets"]),
    default="drive.file",
    show_default=True,
    help="drive.file for spreadsheets that sheetkit makes, spreadsheets for all that you can open.",
)
@click.option("--no-browser", is_flag=True, help="Open no browser; show the address to open.")
@json_option
def login(client_secrets: str, scope: str, no_browser: bool, as_json: bool) -> int:
    """Log in to Google in your browser. The login is stored on this machine, where only you can read it."""
    from typing import cast

    from sheetkit.app.signing_in import sign_in
    from sheetkit.backends.google.scopes import Wish

    done = sign_in(
        client_secrets=client_secrets,
        scope=cast("Wish", scope),
        show=_show if no_browser else _open,
        pasted=_typed if no_browser and sys.stdin and sys.stdin.isatty() else None,
    )
    if as_json:
        data(done.as_dict())
        return 0
    say([paint("You are logged in to Google", "good") + f"{_as(done.account)}.", *_details(done)])
    if done.first:
        say(
            f"Commands use {done.first} before it; set SHEETKIT_GOOGLE_CREDENTIALS=login to let them use this login "
            "instead."
        )
    return 0


@auth.command(
    short_help="Say who is logged in to Google.", epilog=example("sheetkit auth status", "sheetkit auth status --check")
)
@click.option("--credentials", default="", metavar="FILE", help="Look at this file instead of what commands would use.")
@click.option("--check", is_flag=True, help="Also ask Google whether the login still works.")
@json_option
def status(credentials: str, check: bool, as_json: bool) -> int:
    """Say who is logged in to Google, which way, with which scopes and until when. It shows no secrets."""
    from sheetkit.app.signing_in import status as find
    from sheetkit.cli.screen import working

    with working("Asking Google"):
        found = find(credentials=credentials, check=check)
    if as_json:
        data(found.as_dict())
        return 0
    works = f" {'It' if found.server else 'Google'} accepts the login." if found.works else ""
    say([paint(f"{found.account or 'Somebody'} is logged in", "good") + f", by {found.way}.{works}", *_details(found)])
    return 0


@auth.command(short_help="Log out of Google.", epilog=example("sheetkit auth logout"))
@json_option
def logout(as_json: bool) -> int:
    """Log out: the login is ended at Google and deleted on this machine."""
    from sheetkit.app.signing_in import sign_out

    done = sign_out()
    if as_json:
        data(done.as_dict())
    elif not done.deleted:
        say("Nobody was logged in.")
    else:
        say(f"The login{_of(done.account)} is deleted here" + (" and ended at Google." if done.revoked else "."))
        if not done.revoked:
            say("Google could not be asked to end it: do that at https://myaccount.google.com/connections.")
    return 0


def _details(found: "SignedIn") -> list[str]:
    """The lines below the first: what is allowed, until when, where."""
    from sheetkit.backends.google.scopes import EXPLAINED

    lines = [f"It allows {EXPLAINED.get(scope, scope)} ({scope})." for scope in found.scopes]
    if found.expires:
        lines.append(
            f"Google ends it on {found.expires}, because the app's publishing status is Testing. Publish the app, then "
            "log in again."
        )
    lines += [f"It is stored in {found.file}."] * bool(found.file)
    lines += [f"Requests go to the local server at {found.server}."] * bool(found.server)
    return lines


def _open(address: str) -> None:
    """Open the address in a browser, and show it in case none opens."""
    import webbrowser

    say_aside("Your browser opens to ask you. If it does not, open this address:")
    say_aside(address)
    webbrowser.open(address)


def _typed() -> str:
    """The next line of the terminal, read past Python's own buffer: a thread that waits in that one aborts the exit."""
    return os.read(sys.stdin.fileno(), 65_536).decode("utf-8", "replace")


def _show(address: str) -> None:
    say_aside("Open this address in a browser:")
    say_aside(address)
    if sys.stdin and sys.stdin.isatty():
        say_aside(
            "If that browser is on another machine, it ends on a page that cannot be shown: paste its address here."
        )


def say_aside(text: str) -> None:
    """A line to standard error, so that --json alone is on standard output."""
    click.echo(text, err=True)


def _as(account: str) -> str:
    return f" as {account}" if account else ""


def _of(account: str) -> str:
    return f" of {account}" if account else ""
