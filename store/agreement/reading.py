"""Reading TOML into frozen dataclasses, strictly: a dataclass is its own schema.

Owns types, unknown keys and missing keys. Refuses to own what the values mean: `clauses` holds them against the
agreement, `coherence` against each other.
"""

import re
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from datetime import date, time
from enum import StrEnum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from store.errors import AgreementUnreadableError

T = TypeVar("T")

UNSET = "unset"
"""What the file says where something is still to be asked for. Never left out, so that nothing is open by accident."""

OPEN = {"absent": "open"}
"""Field metadata for the end of a rule still in force: the file says `open`, because nobody needs to be asked."""

NO_SUCH = {"absent": "none"}
"""Field metadata for what a thing need not have: the file says `none`."""

LARGEST = 9_999
"""No count of hours, days or months in an agreement is larger."""

YEARS = range(1900, 2200)
"""No date in an agreement lies outside, so that no arithmetic with a count up to `LARGEST` leaves the calendar."""

_PRIMITIVES = {
    str: "a text",
    bool: "true or false",
    int: f"a whole number from 0 to {LARGEST}",
    date: f"a date from {YEARS[0]} to {YEARS[-1]}",
    time: "a time of day",
}
_PLAIN_KEY = re.compile(r"[A-Za-z0-9_.-]{1,60}")


def read(kind: type[T], table: object, where: str) -> T:
    """Return `table` as an instance of a dataclass, its nested tables included.

    Args:
        kind: A dataclass whose fields are texts, whole numbers, booleans, dates, times, StrEnums, dataclasses,
            tuples of these, or one of these or None.
        table: What TOML gave.
        where: The place in the file; empty for the whole file.

    Raises:
        AgreementUnreadableError: A key is unknown or missing, or a value has another type.
    """
    if not isinstance(table, Mapping):
        raise AgreementUnreadableError(where or "the file", "is not a table")
    known: dict[str, Field[Any]] = {field.name: field for field in fields(kind)}  # type: ignore[arg-type]  # a dataclass
    for key in table:
        if key not in known:
            raise AgreementUnreadableError(_inside(where, key), "is not a setting of an agreement")
    hints = get_type_hints(kind)
    values = {}
    for name, field in known.items():
        if name not in table:
            raise AgreementUnreadableError(_inside(where, name), "is missing")
        values[name] = _value(hints[name], table[name], _inside(where, name), field.metadata.get("absent", UNSET))
    return kind(**values)


def _value(hint: Any, value: object, where: str, absent: str) -> Any:
    if get_origin(hint) is UnionType:
        (present,) = (option for option in get_args(hint) if option is not type(None))
        return None if value == absent else _value(present, value, where, absent)
    if get_origin(hint) is tuple:
        if not isinstance(value, list):
            raise AgreementUnreadableError(where, "is not a list")
        return tuple(
            _value(get_args(hint)[0], one, f"{where}[{_label(one, n)}]", absent) for n, one in enumerate(value)
        )
    if isinstance(hint, type) and is_dataclass(hint):
        return read(hint, value, where)
    if issubclass(hint, StrEnum):
        if value not in tuple(hint):
            raise AgreementUnreadableError(where, f"is none of: {', '.join(hint)}")
        return hint(value)
    if not _is_plain(hint, value):
        raise AgreementUnreadableError(where, f"is not {_PRIMITIVES[hint]}")
    return value


def _is_plain(hint: type, value: object) -> bool:
    if type(value) is not hint:  # exactly: True is no number, an instant is no date
        return False
    if isinstance(value, str):
        return bool(value.strip()) and value.replace("\n", "").isprintable()
    if isinstance(value, date):
        return value.year in YEARS
    return not isinstance(value, int) or 0 <= value <= LARGEST


def _label(one: object, number: int) -> str:
    name = one.get("id") if isinstance(one, Mapping) else None
    return name if isinstance(name, str) and _PLAIN_KEY.fullmatch(name) else str(number)


def _inside(where: str, key: str) -> str:
    shown = key if _PLAIN_KEY.fullmatch(key) else "(a quoted key)"  # a key may hold anything, a message may not
    return f"{where}.{shown}" if where else shown
