"""What an act says, in words: for whoever a pack is about, and for whoever reads an entry of the trail. Pure.

Owns how an act and each thing it says read. Refuses to own what belongs to a pack, and every name and id in it (store).

Source: agreement 10, A4; Data Protection Act 1998, section 7(1)(c): in an intelligible form.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, get_args

from store.clock import from_ms
from tui import wording

if TYPE_CHECKING:  # acts need pydantic, which a command that is refused at once does not wait for
    from store.keeping.acts import Act, Part

_OURS: Final = re.compile(r"[0-9a-f]{32,}")
"""An id, a digest or a key: it says nothing to anybody."""

_UNSAID: Final = frozenset({"row", "utc_offset_min"})
"""Fields that are passed over: a line of a file, and how far London is from UTC."""

_LABELS: Final = {
    "address lines": "address",
    "address postcode": "postcode",
    "age_on": "of that age on",
    "age_years": "age",
    "details": "",
    "e-mail address": "e-mail",
    "emails": "e-mail",
    "member": "",
    "new lines": "new address",
    "old lines": "old address",
    "people": "",
    "phone number": "phone",
    "phones": "phone",
    "told": "",
}
"""What is said otherwise than its field is called, after whatever it stands in; a box that says nothing is left out."""

_INSTANT, _DAY, _SECONDS, _MINUTES = "_ms", "_on", "_s", "_min"


def what(kind: str) -> str:
    """Return what an act of this kind records, as far as a list needs; it names nobody. A kind not known, as it is."""
    act = _act_of(kind)
    return kind.replace("_", " ") if act is None else wording.sentence(act).rstrip(".").partition(";")[0]


def lines(kind: str, said: Mapping[str, Any]) -> list[str]:
    """Return what an act says, a line each thing; what was never said is passed over.

    Args:
        kind: The act's.
        said: Its body, or what may be told of it.
    """
    return list(_of_part(_act_of(kind), said, ""))


def _act_of(kind: str) -> "type[Act] | None":
    from store.keeping.acts import CATALOGUE

    return next((act for (known, _), act in CATALOGUE.items() if known == kind), None)


def _of_part(part: "type[Part] | None", said: Mapping[str, Any], before: str) -> Iterator[str]:
    for name, value in said.items():
        declared = None if part is None else part.model_fields.get(name)
        inner = [] if declared is None else list(_classes(declared.annotation))
        if name not in _UNSAID:
            yield from _of_value(f"{before} {name}".strip(), value, inner)


def _of_value(name: str, value: Any, inner: list[type]) -> Iterator[str]:
    from store.keeping.acts import Part

    if isinstance(value, Mapping):
        part = next((each for each in inner if issubclass(each, Part)), None)
        yield from _of_part(part, value, _LABELS.get(name, name))
    elif isinstance(value, list):
        for each in value:
            yield from _of_value(name, each, inner)
    elif value is not None and value != "" and not _OURS.fullmatch(str(value)):
        coded = next((each for each in inner if issubclass(each, StrEnum)), None)
        yield f"{_label(name)}: {_said(name, value) if coded is None else wording.words(coded(value))}"


def _label(name: str) -> str:
    """Return a field's name as words: without its unit, which its value is told in."""
    for unit in (_INSTANT, _SECONDS, _MINUTES):
        name = name.removesuffix(unit)
    words = [each.removeprefix("is_") for each in _LABELS.get(name, name).split()]
    return " ".join(words).replace("_", " ")


def _said(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int):
        return _number(name, value)
    return wording.day(value) if name.endswith(_DAY) else str(value)


def _number(name: str, value: int) -> str:
    if name.endswith(_INSTANT):
        return wording.moment(from_ms(value))
    if name.endswith(_SECONDS):
        return wording.counted(value, "second")
    return wording.counted(value, "minute") if name.endswith(_MINUTES) else str(value)


def _classes(annotation: Any) -> Iterator[type]:
    """Yield every class that an annotation names."""
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for each in get_args(annotation):
        yield from _classes(each)
