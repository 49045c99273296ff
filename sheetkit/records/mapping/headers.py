"""What the headers of an export mean: how alike two names are, and which columns tell the rows apart."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from difflib import SequenceMatcher
from typing import Final

from sheetkit.core.values import CellValue, is_blank
from sheetkit.records.mapping.convert import shown
from sheetkit.records.mapping.source import Source

LIKELY: Final = 0.6
"""From this likeness of two names on, of 1, a column is proposed."""

_SYNONYMS: Final = (
    "order invoice transaction purchase sale",
    "id no nr number num code ref reference",
    "customer client buyer shopper payer",
    "product item article description sku title lineitem stock variant",
    "date day time at on timestamp datetime when",
    "amount total value sum gross price",
    "quantity qty count units pieces",
    "currency ccy curr",
    "reason cause",
    "note notes comment comments remark remarks memo message",
    "email mail",
    "country nation",
    "created opened requested received raised",
    "closed resolved completed finished settled",
    "refund refunded return returned",
    "vendor seller supplier merchant",
    "state status stage",
    "phone telephone mobile",
    "channel platform source",
)
_MEANING: Final = {word: group.split()[0] for group in _SYNONYMS for word in group.split()}
_FILLERS: Final = frozenset({"the", "of", "a", "in", "original", "our", "s"})
_COMMON: Final = frozenset({"id", "date"})
_NOT_OF_THE_ROW: Final = frozenset(
    [
        "customer",
        "vendor",
        "email",
        "country",
        "currency",
        "reason",
        "phone",
        "discount",
        "postal",
        "zip",
        "tax",
        "status",
    ]
)
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W\d_a-zA-Z]+")


def likeness(one: str, other: str) -> float:
    """How alike the name of a column and a header are, 0 to 1: by their letters, or by what their words mean.

    Words that many headers share (ID, date) weigh little. A name of one word is also found in a longer header: Amount
    in Refunded Amount.
    """
    first, second = _words(one), _words(other)
    if not first or not second:
        return 0.0
    if first == second:
        return 1.0
    mine, theirs = {_MEANING.get(word, word) for word in first}, {_MEANING.get(word, word) for word in second}
    shared = _weight(mine & theirs) / _weight(mine | theirs) * 0.95
    if len(mine) == 1 and mine < theirs and not mine & _COMMON:
        shared = max(shared, LIKELY + 0.02 - 0.001 * len(theirs))
    spelled = SequenceMatcher(None, "".join(first), "".join(second)).ratio()
    return max(shared, spelled if spelled >= 0.82 and first[0][0] == second[0][0] else 0.0)


def _weight(words: AbstractSet[str]) -> float:
    return sum(0.4 if word in _COMMON else 1.0 for word in words)


def row_id(source: Source) -> tuple[str, ...]:
    """The columns that tell the rows of an export apart, now and in later exports.

    An id of the row's own, if each row has another one; else the number of the order and the code of the item, as far
    as there are any; else all columns, because rows that only look alike must not be taken for one.
    """
    words = {header: {_MEANING.get(word, word) for word in _words(header)} for header in source.headers}
    ids = [header for header in source.headers if "id" in words[header] and not words[header] & _NOT_OF_THE_ROW]
    for header in ids:
        if not words[header] & {"order", "product"} and _all_different(source.columns[header]):
            return (header,)
    orders = [header for header in source.headers if "order" in words[header] and words[header] <= {"order", "id"}]
    items = [header for header in source.headers if "product" in words[header] and (header in ids or _is_sku(header))]
    return tuple(dict.fromkeys([*orders, *items])) if orders else source.headers


def _is_sku(header: str) -> bool:
    return "sku" in _words(header)


def _all_different(values: Sequence[CellValue]) -> bool:
    return not any(is_blank(value) for value in values) and len({shown(value) for value in values}) == len(values)


def _words(name: str) -> list[str]:
    """The words of a name in small letters, fillers left out: InvoiceNo, invoice_no and Invoice No. are the same."""
    words = [word.casefold() for word in _WORD.findall(name.replace("#", " number ").replace("-", " "))]
    if "e" in words and "mail" in words:
        words.remove("e")
    return [word for word in words if word not in _FILLERS] or words
