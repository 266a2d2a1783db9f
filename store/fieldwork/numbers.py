"""Telephone numbers and postcodes of the United Kingdom: do they look like one, and how are they written?

Owns both checks. Refuses to own whether anybody answers or lives there: an odd one can be kept knowingly. The library
of numbers is imported where it is used, because that takes a quarter of a second.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from store.fieldwork.typed import needed_line


@dataclass(frozen=True, slots=True)
class Checked:
    """A number or postcode as it would be kept.

    Attributes:
        text: In its usual spelling; where it is odd, as it was typed.
        is_odd: Whether it does not look like one of its kind.
    """

    text: str = field(repr=False)
    is_odd: bool


_DRAMA: Final = re.compile(
    r"7700900\d{3}|1632960\d{3}|2079460\d{3}|11[3-8]4960\d{3}|1[2-6]14960\d{3}|1914980\d{3}|2896496\d{3}|2920180\d{3}"
    r"|3069990\d{3}|8081570\d{3}|9098790\d{3}"
)
"""Source: Ofcom, telephone numbers for use in TV and radio drama programmes."""

_WRITTEN: Final = re.compile(r"[0-9+()./ -]+(?:(?:x|ext\.?|extension) ?[0-9]+)?", re.IGNORECASE)
"""What a number is written with; words beside it would be lost in spelling it anew."""

_UNITED_KINGDOM: Final = 44

_POSTCODE: Final = re.compile(
    r"(?P<out>GIR(?=0AA$)|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9]{1,2}|[0-9][A-HJKPSTUW]|[A-HK-Y][0-9][ABEHMNPRVWXY]))"
    r"(?P<in>[0-9][ABD-HJLNP-UW-Z]{2})"
)
"""Source: Royal Mail, PAF Programmers' Guide, "Postcode format": the six shapes and the letters each place can hold."""


def load_numbers() -> None:
    """Load the library of numbers before somebody waits for it, in a thread where nobody does."""
    import phonenumbers  # noqa: F401  # loading it is all that is wanted


def check_phone(typed: str) -> Checked:
    """Return a telephone number as it would be kept.

    A number of the United Kingdom is spelt as it is dialled there, another with its country. Numbers that are kept for
    drama count as numbers, for practice families have no others.

    Args:
        typed: As it was typed.

    Raises:
        EmptyFieldError: Nothing was typed.
        TypedTooLongError: It is longer than a line.
    """
    import phonenumbers

    text = needed_line(typed, "telephone number")
    if _WRITTEN.fullmatch(text) is None:
        return Checked(text, is_odd=True)
    try:
        number = phonenumbers.parse(text, "GB")
    except phonenumbers.NumberParseException:
        return Checked(text, is_odd=True)
    is_ours = number.country_code == _UNITED_KINGDOM
    national = phonenumbers.national_significant_number(number)
    is_drama = is_ours and _DRAMA.fullmatch(national) is not None
    if not is_drama and not phonenumbers.is_valid_number(number):
        return Checked(text, is_odd=True)
    form = phonenumbers.PhoneNumberFormat.NATIONAL if is_ours else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return Checked(phonenumbers.format_number(number, form), is_odd=False)


def check_postcode(typed: str) -> Checked:
    """Return a postcode as it would be kept: in capitals, one blank before its last three characters.

    Args:
        typed: As it was typed; blanks and case do not matter.

    Raises:
        EmptyFieldError: Nothing was typed.
        TypedTooLongError: It is longer than a line.
    """
    text = needed_line(typed, "postcode")
    read = _read(text)
    return Checked(text, is_odd=True) if read is None else Checked(f"{read['out']} {read['in']}", is_odd=False)


def is_odd_postcode(kept: str) -> bool:
    """Say whether a postcode does not look like one, also one that nobody was asked about: it came, or was moved to."""
    return _read(kept) is None


def _read(postcode: str) -> re.Match[str] | None:
    return _POSTCODE.fullmatch("".join(postcode.split()).upper())
