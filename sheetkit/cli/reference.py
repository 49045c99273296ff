"""The command reference, docs/commands.md, written from the commands themselves."""

import inspect
from collections.abc import Iterator

import click

from sheetkit.cli.commands import sheetkit
from sheetkit.records.mapping.model import COLUMN_KEYS, KEYS

_HEAD = """\
# Commands

Written by `python -m sheetkit.cli.reference`; a test compares. Every command takes `--help`.

Exit codes: 0 all is well, 1 problems were found, 2 the command could not do its work (then the reason is on standard
error, and with `--json` on standard output too). Warnings do not change the exit code. `--json` prints one document on
standard output, as [json.md](json.md) describes. Progress appears on standard error, only on a terminal and only for
what takes longer than a second. Colours appear only on a terminal, and not when `NO_COLOR` is set. With
`SHEETKIT_DEBUG=1` an unforeseen mistake shows its traceback. `python -m sheetkit` is the same program.
"""

_MAPPING = """\
## Mapping files

`import` keeps how the columns of an export become columns of a tab, in a YAML file: `cases.Cases.mapping.yaml`
beside `cases.xlsx` for its tab Cases, or the file that `--map` names. Where there is none it is proposed from the
headers, by their words, common synonyms and the names that the template knows (`also_called`), and written, unless the
import is a `--dry-run`. An example:

```yaml
tab: Cases
row id: [InvoiceNo, StockCode]
dates: day first
numbers: "1,234.56"
only rows where:
  InvoiceNo: C*
columns:
  Order ID: InvoiceNo
  Date Request Received: InvoiceDate
  Customer Name: {join: [First Name, Last Name]}
  Customer ID: {from: CustomerID, whole: true}
  Amount: {product: [Quantity, UnitPrice], absolute: true}
  Country: {from: Country, values: {EIRE: Ireland}}
  Currency: {constant: GBP}
```
"""

_RULES = """\
Conditions are texts with the wildcards `*` and `?`, or comparisons such as `>0` and `<>Paid`; an empty text means a
blank. Case does not matter. A row is left out when one of `skip rows where` holds, or when one of `only rows where`
does not.

Every imported row keeps its id in a hidden column, as `C542413 / 21876 #2 [5f0c2a91]`: the values of `row id`, which
of several equal ids it is, and a mark of all its values. By it a second import knows the row again, whatever people
changed in the workbook meanwhile. Where the source has changed a row since, a warning (`import-changed`) says so and
the workbook stays as it is. Text that begins with `=`, `+`, `-` or `@` stays text. What cannot be read as the column's
type is kept as the text it was, and reported.

CSV files may be UTF-8, UTF-16, UTF-32 or of Windows' Western code page, and separated by commas, semicolons, tabs or
bars; title lines above the headers are passed over.
"""


def document() -> str:
    """The text of docs/commands.md."""
    parts = [_HEAD, *(_section(words, command) for words, command in _commands(sheetkit, ("sheetkit",)))]
    tables = [_table("Key", KEYS), _table("Key of a column", COLUMN_KEYS)]
    return "\n".join([*parts, _MAPPING, *tables, _RULES])


def _commands(group: click.Group, words: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from _commands(command, (*words, name))
        else:
            yield (*words, name), command


def _section(words: tuple[str, ...], command: click.Command) -> str:
    context = click.Context(command, info_name=" ".join(words))
    usage = " ".join([*words, *command.collect_usage_pieces(context)])
    lines = [f"## `{' '.join(words)}`", "", "```", usage, "```", "", inspect.cleandoc(command.help or ""), ""]
    options = {
        ", ".join(option.opts): option.help or "" for option in command.params if isinstance(option, click.Option)
    }
    lines += [_table("Option", options)] if options else []
    example = (command.epilog or "").replace("\b\nExample:\n", "")
    return "\n".join([*lines, "```", inspect.cleandoc(example), "```", ""])


def _table(head: str, rows: dict[str, str]) -> str:
    lines = [f"| {head} | |", "|---|---|"]
    return "\n".join([*lines, *(f"| `{name}` | {text} |" for name, text in rows.items()), ""])


if __name__ == "__main__":
    click.echo(document(), nl=False)
