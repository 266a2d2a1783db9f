"""What the department instructed in writing, apart from what it says about one request.

Owns recording an instruction, and finding the one that something rests on. Refuses to own requests (custody) and
directions to disclose (disclosures).

Source: agreement 2.1, A1; clauses "7.2e": keeping what was delivered until it goes back rests on an instruction.
"""

from collections.abc import Sequence

from store.clock import to_ms
from store.errors import InstructionOfNobodyError
from store.exchange.ticket import hold_supervisor_of_base
from store.ids import FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.terms.exchange import InstructionMatter
from store.keeping.kinds import acts_of
from store.keeping.names import hold_line
from store.keeping.store import Store


def record_instruction(
    store: Store,
    matter: InstructionMatter,
    instructed_by: str,
    document_digest: str,
    text: str,
    families: Sequence[FamilyId] = (),
) -> str:
    """Record an instruction; return its id.

    Args:
        store: Base's.
        matter: What it is about.
        instructed_by: Who at the department signed it.
        document_digest: SHA-256 of its document, hex.
        text: What it says, a line that names nobody.
        families: Whom it names; one to erase somebody names one family at least.

    Raises:
        InstructionOfNobodyError: It is to erase somebody, and names nobody.
        NotBaseError, NotASupervisorError, LineFormError: It is not recorded.
        StoreError: As `Store.record`.
    """
    hold_supervisor_of_base(store)
    hold_line(instructed_by)
    hold_line(text)
    if matter is InstructionMatter.ERASE_PERSON and not families:
        raise InstructionOfNobodyError
    told = acts.InstructionRecorded(
        instruction=new_id(),
        matter=matter,
        instructed_by=instructed_by,
        received_at_ms=to_ms(store.now()),
        document_digest=document_digest,
        request=None,
        families=tuple(families),
        text=text,
    )
    store.record(told)
    return told.instruction


def instructions(store: Store) -> list[acts.InstructionRecorded]:
    """Return every instruction that is held, oldest first; those about requests too."""
    held = acts_of(store, acts.InstructionRecorded)
    return [act for each in held if isinstance(act := each.act, acts.InstructionRecorded)]


def resting_on(store: Store, matter: InstructionMatter) -> str | None:
    """Return the id of the last instruction about something; None where none was recorded."""
    found = [each.instruction for each in instructions(store) if each.matter is matter]
    return found[-1] if found else None
