"""A refusal by paper number: noted while nothing can be looked up, settled once its family is found.

Owns the note and settling it. Refuses to own what the refusal then does (refusals), and what is said at the prompt
(exchange, told_locked). A note names nobody; until it is settled nothing is locked, so an open one is shown after every
sign-in, and at base, whose register of paper knows the family of a sheet.
"""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from store.clock import Instant, from_ms, to_ms
from store.errors import ValueFormError
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.family import FamilyFile
from store.fieldwork.refusals import RefusalEntered, record_refusal
from store.fieldwork.typed import needed_line
from store.ids import PersonId, new_id
from store.keeping.acts.terms.families import WishBy, WishChannel, WishReach

if TYPE_CHECKING:
    from store.keeping.acts import Act, PaperWishNoted
    from store.keeping.store import Store

_SHEET: Final = re.compile(r"[0-9A-Z][0-9A-Z-]{0,31}")


@dataclass(frozen=True, slots=True)
class PaperWishEntered:
    """A refusal as it was entered by the number of a sheet.

    Attributes:
        sheet: The number printed on it; case and blanks do not matter.
        by: Who refused.
        reach: Of what.
    """

    sheet: str
    by: WishBy = WishBy.UNSURE
    reach: WishReach = WishReach.FAMILY


@dataclass(frozen=True, slots=True)
class PaperWish:
    """A note whose family is not found yet.

    Attributes:
        noted: Its id.
        noted_at_ms: By the clock of the store that noted it.
    """

    noted: str
    sheet: str
    by: WishBy
    reach: WishReach
    noted_at_ms: int


def open_paper_wishes(store: "Store") -> list[PaperWish]:
    """Return the notes whose family is not found yet, oldest first: on a laptop its own, at base everybody's."""
    rows = store.rows(
        "SELECT noted, sheet, by, reach, noted_at_ms FROM paperwish WHERE NOT is_settled ORDER BY noted_at_ms, noted"
    )
    return [PaperWish(noted, sheet, WishBy(by), WishReach(reach), at_ms) for noted, sheet, by, reach, at_ms in rows]


def settle_paper_wish(
    wish: PaperWish,
    person: PersonId | None,
    by_person: PersonId | None,
    file: FamilyFile,
    circumstances: Circumstances,
) -> "list[Act]":
    """Return the acts that tell a family what was noted by number, with all that follows from a refusal.

    Args:
        wish: One that is open.
        person: Whom it is about, where it is of one person.
        by_person: Who refused, where they are of the family.
        file: Of the family the sheet belongs to.
        circumstances: Of the deed.

    Raises:
        PersonUnknownError: Somebody named does not belong to the family.
    """
    from store.keeping.acts import PaperWishSettled

    entered = RefusalEntered(
        by=wish.by,
        reach=wish.reach,
        person=person,
        by_person=by_person,
        channel=WishChannel.PAPER_FORM,
        at=min(from_ms(wish.noted_at_ms), circumstances.now),  # the clock may have fallen back in between
        sheet=wish.sheet,
    )
    return [*record_refusal(entered, file, circumstances), PaperWishSettled(noted=wish.noted, sheet=wish.sheet)]


def paper_wish(entered: PaperWishEntered, noted_at: Instant) -> "PaperWishNoted":
    """Return the act of a note, for whoever appends it.

    Raises:
        EmptyFieldError, TypedTooLongError, ValueFormError: That is no number of a sheet.
    """
    from store.keeping.acts import PaperWishNoted

    sheet = sheet_number(entered.sheet)
    return PaperWishNoted(noted=new_id(), sheet=sheet, by=entered.by, reach=entered.reach, noted_at_ms=to_ms(noted_at))


def sheet_number(typed: str) -> str:
    """Return the number of a sheet of paper as it is kept; case and blanks do not matter.

    Raises:
        EmptyFieldError, TypedTooLongError, ValueFormError: That is no number of a sheet.
    """
    sheet = "".join(needed_line(typed, "number of the sheet").split()).upper()
    if _SHEET.fullmatch(sheet) is None:
        raise ValueFormError("number of a sheet")
    return sheet
