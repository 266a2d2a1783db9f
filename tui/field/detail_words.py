"""A detail of a family and its values, in words. Pure.

Owns how they read, and that a confidential number or mail address is never among them. Refuses to own what a detail may
be (store).
"""

from datetime import date
from typing import Final

from store.clock import from_ms
from store.fieldwork.details import field_name
from store.fieldwork.family import Correction, Email, FamilyFile, Phone
from store.ids import PersonId
from store.keeping.acts.terms.families import DetailField
from store.keeping.detail_texts import CONFIDENTIAL, lines_of_text
from tui import wording
from tui.forms.fields import Option

HIDDEN: Final = "one that is not shown here"

LANGUAGES: Final = (
    Option("en", "English"), Option("pl", "Polish"), Option("ro", "Romanian"), Option("pa", "Punjabi"),
    Option("ur", "Urdu"), Option("bn", "Bengali"), Option("gu", "Gujarati"), Option("ar", "Arabic"),
    Option("fr", "French"), Option("pt", "Portuguese"), Option("es", "Spanish"), Option("lt", "Lithuanian"),
    Option("tr", "Turkish"), Option("so", "Somali"), Option("ta", "Tamil"), Option("zh", "Chinese"),
    Option("it", "Italian"), Option("hu", "Hungarian"), Option("sq", "Albanian"), Option("ku", "Kurdish"),
    Option("bfi", "British Sign Language"),
)  # fmt: skip
"""Those that are met most, with their codes (RFC 5646); any other is typed as its code."""

_SPOKEN: Final = {each.value: each.text for each in LANGUAGES}


def detail_name(detail: DetailField) -> str:
    """Return what a detail is called."""
    return "confidential or not" if detail is DetailField.CONFIDENTIALITY else field_name(detail)


def language_words(code: str) -> str:
    """Return a language by its name, or by its code where that is all we know."""
    return _SPOKEN.get(code, code)


def language_code(typed: str) -> str:
    """Return the code of a language that was typed by its name; anything else as it was typed."""
    return next((each.value for each in LANGUAGES if each.text.lower() == typed.lower()), typed)


def value_words(
    file: FamilyFile, detail: DetailField, person: PersonId | None, entry: str | None, value: str | None
) -> str:
    """Return one value of a detail, `nothing` where there is none.

    Args:
        file: The family's, which knows what is confidential.
        detail: Which.
        person: Whose; None for the family's.
        entry: Which telephone number or mail address.
        value: As corrections spell it.
    """
    if value is None:
        return "nothing"
    match detail:
        case DetailField.PHONE | DetailField.EMAIL:
            return HIDDEN if is_hidden(file, person, entry) else value
        case DetailField.ADDRESS:
            return ", ".join(lines_of_text(value))
        case DetailField.BORN_ON:
            return _day_words(value)
        case DetailField.CONFIDENTIALITY:
            return "confidential" if value == CONFIDENTIAL else "not confidential"
        case DetailField.LANGUAGE:
            return language_words(value)
        case DetailField.ROLE:
            return value.replace("_", " ")
        case (
            DetailField.AGE
            | DetailField.DIRECTIONS
            | DetailField.FIRST_NAMES
            | DetailField.KNOWN_AS
            | DetailField.POSTCODE
            | DetailField.SURNAME
            | DetailField.TITLE
        ):
            return value


def _day_words(value: str) -> str:
    """Return a day as it is said; what a council delivered may be no day, and stays as it is."""
    try:
        return wording.short_day(value)
    except ValueError:
        return value


def is_hidden(file: FamilyFile, person: PersonId | None, entry: str | None) -> bool:
    """Say whether a number or mail address may not stand beside anything else; one that is gone may not either."""
    whose = file.person(person) if person else None
    ways: list[Phone | Email] = [*whose.phones, *whose.emails] if whose else []
    return not any(each.entry == entry and not each.is_confidential for each in ways)


def since_words(correction: Correction | None) -> str:
    """Return since when, and from whom, what stands now is known; None was never corrected."""
    if correction is None:
        return "as it first became known"
    on = date.fromisoformat(correction.known_on) if correction.known_on else from_ms(correction.at_ms).date()
    return f"since {wording.day(on)}, from {wording.words(correction.source)}"


def last_correction(
    file: FamilyFile, detail: DetailField, person: PersonId | None, entry: str | None
) -> Correction | None:
    """Return the newest correction of a detail, if there was one."""
    whose = file.person(person) if person else None
    if whose is None:
        known = file.address.corrections
    else:
        ways: list[Phone | Email] = [*whose.phones, *whose.emails]
        known = (*whose.corrections, *(each for way in ways for each in way.corrections))
    return next((each for each in known if each.detail is detail and each.entry == entry), None)
