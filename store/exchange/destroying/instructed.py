"""On which instruction of the department a destruction rests, where one is recorded.

Owns which one that is, and that nothing is erased on request without one. Refuses to own recording any (instructions,
custody.requests), and deciding (deciding).

Source: agreement 2.1, 7.2e, 7.2f, 10, A1, A4; clauses, "10, A4": erasure awaits the department's instruction.
"""

from collections.abc import Collection, Mapping
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

    On request that is one to erase somebody, and each family has one: about a request of theirs, or that names them.
    The agreement itself asks for whatever goes for not agreeing (7.2e). Anything else rests on one to destroy.
    """
    if for_clause == OF_NOT_AGREEING:
        return None
    told = instructions(store)
    if for_clause in ON_REQUEST:
        asked, sought = {each.request: each.family for each in requests(store)}, set(families)
        to_erase = [each for each in told if each.matter is InstructionMatter.ERASE_PERSON]
        found = [each for each in to_erase if not sought.isdisjoint(_whom(each, asked))]
        if not sought <= {family for each in found for family in _whom(each, asked)}:
            return None
    else:
        found = [each for each in told if each.matter is InstructionMatter.DESTROY]
    return found[-1] if found else None


def _whom(told: acts.InstructionRecorded, asked: Mapping[str, FamilyId | None]) -> set[FamilyId]:
    """Return the families an instruction names, itself or by the request that it is about."""
    of_request = None if told.request is None else asked.get(told.request)
    return {*told.families, *(() if of_request is None else (of_request,))}


def hold_instructed(store: Store, families: Collection[FamilyId], for_clause: str) -> None:
    """Make sure that the department instructed in writing what is destroyed because somebody asked.

    Raises:
        InstructionMissingError: No such instruction is recorded.
    """
    if for_clause in ON_REQUEST and instructed(store, families, for_clause) is None:
        raise InstructionMissingError
