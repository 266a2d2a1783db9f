"""On which instruction of the department a destruction rests, where one is recorded.

Owns which one that is, and that nothing is erased on request without one. Refuses to own recording any (instructions,
custody.requests), and deciding (deciding).

Source: agreement 2.1, 7.2e, 7.2f, 10, A1, A4; clauses, "10, A4": erasure awaits the department's instruction.
"""

from collections.abc import Collection
from typing import Final

from store.custody.requests.known import requests
from store.errors import InstructionMissingError
from store.exchange.destroying.giving_up import OF_NOT_AGREEING
from store.exchange.instructions import instructions
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.terms.exchange import InstructionMatter
from store.keeping.store import Store

ON_REQUEST: Final = frozenset({"10", "A4"})
"""Clauses under which something is destroyed because somebody asked."""


def instructed(store: Store, families: Collection[FamilyId], for_clause: str) -> acts.InstructionRecorded | None:
    """Return the last instruction that destroying something rests on; None where none is recorded, or none is needed.

    On request that is one to erase somebody: about a request of one of the families, or about no request at all. The
    agreement itself asks for whatever goes for not agreeing (7.2e). Anything else rests on one to destroy.
    """
    if for_clause == OF_NOT_AGREEING:
        return None
    told = instructions(store)
    if for_clause in ON_REQUEST:
        theirs = {None, *(each.request for each in requests(store) if each.family in families)}
        found = [each for each in told if each.matter is InstructionMatter.ERASE_PERSON and each.request in theirs]
    else:
        found = [each for each in told if each.matter is InstructionMatter.DESTROY]
    return found[-1] if found else None


def hold_instructed(store: Store, families: Collection[FamilyId], for_clause: str) -> None:
    """Make sure that the department instructed in writing what is destroyed because somebody asked.

    Raises:
        InstructionMissingError: No such instruction is recorded.
    """
    if for_clause in ON_REQUEST and instructed(store, families, for_clause) is None:
        raise InstructionMissingError
