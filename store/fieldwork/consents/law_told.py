"""Under what law an answer is kept, as of its day.

Owns the sentence about how long and how to stop. Refuses to own the agreement's tables.
"""

from datetime import date
from typing import TYPE_CHECKING

from store.agreement import Agreement
from store.agreement.lifetime import EndTold, last_day
from store.agreement.parties import PartyKind, Stage, controller_on, processor_on
from store.agreement.purposes import DatasetKind, Purpose, legal_basis_on
from store.errors import NoRuleThenError

if TYPE_CHECKING:
    from store.keeping.acts import LawTold


def law_told(agreement: Agreement, purpose: Purpose, on: date, told: EndTold | None = None) -> "LawTold":
    """Return what a record says of the law it is kept under.

    Args:
        agreement: The store's.
        purpose: What was asked.
        on: London date of the answer, never of looking.
        told: What base told last about the agreement's end; None where nothing.

    Raises:
        NoRuleThenError: The agreement names no controller, processor or legal basis on that day.

    Source:
        Agreement 1.2-1.4, 2.1, 3.2, 5, 7.2e, 13.3-13.7.
    """
    from store.keeping.acts import LawTold

    kind = DatasetKind.LINKAGE if purpose is Purpose.LINKAGE else DatasetKind.FIELDWORK
    basis = legal_basis_on(agreement.legal_bases, kind, on)
    roles = agreement.roles
    processor = _name(agreement, processor_on(roles, Stage.AFTER_ARRIVAL, on), on)
    return LawTold(
        controller=_name(agreement, controller_on(roles, Stage.AFTER_ARRIVAL, on), on),
        processor=processor,
        legal_basis=basis.id,
        citation=basis.basis,
        retention=_retention(purpose, last_day(agreement.term, told)),
        how_to_stop=f"Tell the interviewer or {processor} at any time, with the receipt code; no reason is needed.",
    )


def _name(agreement: Agreement, party: PartyKind | None, on: date) -> str:
    if party is None:
        raise NoRuleThenError("role", on.isoformat())
    return next(each.name for each in agreement.parties if each.id is party)


def _retention(purpose: Purpose, ends_on: date) -> str:
    match purpose:
        case Purpose.RECONTACT:
            return f"Contact details, given: for wave 2, until {ends_on} at the latest; otherwise until the updates."
        case Purpose.LINKAGE:
            return f"Until the linkage is acknowledged and this is destroyed, {ends_on} at the latest."
        case Purpose.TAKE_PART | Purpose.PARENTAL_PERMISSION | Purpose.YOUNG_PERSONS_ASSENT:
            return f"Until the updates for wave 2 unless re-contact was agreed to; {ends_on} at the latest."
