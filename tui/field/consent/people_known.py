"""What a form about consents that were kept knows while it asks.

Owns reading it. Refuses to own the rules.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from store.fieldwork.ages import YOUNG_ROLES
from store.fieldwork.circumstances import Circumstances
from store.fieldwork.consents.known import read_stands
from store.fieldwork.consents.records import Taker
from store.fieldwork.consents.state import Stand
from store.fieldwork.consents.withdrawing import Whose, nobody_else_agrees
from store.fieldwork.family import FamilyFile
from store.ids import PersonId
from tui.forms.room import Known

if TYPE_CHECKING:
    from store.keeping.store import Store


@dataclass(frozen=True, slots=True)
class ConsentsKnown(Known):
    """A family, and where its members' consents stand.

    Attributes:
        stands: Of every member.
        person: Whom a receipt code found; None where there was no code.
    """

    taker: Taker = field(kw_only=True)
    stands: dict[PersonId, tuple[Stand, ...]] = field(kw_only=True)
    person: PersonId | None = field(kw_only=True)

    def whose(self, person: PersonId) -> Whose:
        """Return one member's consents, as the rules ask for them."""
        found = self.file.person(person)
        is_of_child = found is not None and found.role in YOUNG_ROLES
        others = [each for one, stands in self.stands.items() if one != person for each in stands]
        return Whose(
            self.file.family,
            person,
            self.stands.get(person, ()),
            is_of_child=is_of_child,
            holds_wave_two=nobody_else_agrees(self.file.wave, others),
        )


def read_consents(store: "Store", file: FamilyFile, now: Circumstances, code: str | None = None) -> ConsentsKnown:
    """Return what is known of a family's consents; runs in the clerk's thread.

    Args:
        store: Open.
        file: The family's.
        now: When, by whom.
        code: A receipt code that finds one of its members; None where there was none.

    Raises:
        StoreError: The code finds nobody.
    """
    from store.fieldwork.consents.deeds import taker_of
    from store.fieldwork.consents.finding import find

    person = find(store, code).person if code is not None else None
    members = {each.person for each in file.members()} | ({person} if person is not None else set())
    stands = {each: tuple(read_stands(store.rows, file.family, each)) for each in members}
    return ConsentsKnown(file, now, code, taker=taker_of(store), stands=stands, person=person)
