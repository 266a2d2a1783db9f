"""How a detail of a family stands as one text, inside a correction.

Owns that spelling, for whoever writes corrections and whoever reads them. Refuses to own what each field may hold.

A correction of the address holds its lines under each other, without the postcode; of an age, the years as digits, and
the age is of the day on which it was known; of a confidentiality, whether it is confidential or open, and its entry
names the number or mail address. A number or mail address that is new has no old value, and one that is gone no new
one. Everything else is itself: a date as YYYY-MM-DD, a role by its word.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from store.keeping.acts.terms.families import DetailField

if TYPE_CHECKING:  # acts need pydantic, which the list does not wait for
    from store.keeping.acts import Address

CONFIDENTIAL = "confidential"
OPEN = "open"


def text_of_lines(lines: Sequence[str]) -> str | None:
    """Return the lines of an address as one text; None where there are none."""
    return "\n".join(lines) or None


def text_of_address(address: "Address", field: DetailField) -> str | None:
    """Return one part of an address as text: its lines, its postcode, or how to get there; None where it has none."""
    match field:
        case DetailField.ADDRESS:
            return text_of_lines(address.lines)
        case DetailField.POSTCODE:
            return address.postcode
        case _:
            return address.directions


def lines_of_text(text: str | None) -> tuple[str, ...]:
    """Return the lines of an address that a text holds."""
    return tuple(line for line in (text or "").split("\n") if line)


def text_of_confidentiality(*, is_confidential: bool) -> str:
    """Return as text whether a number may be seen beside another member's data."""
    return CONFIDENTIAL if is_confidential else OPEN
