"""A visit without contact, kept in two keys.

Owns reading the family it is about. Refuses to own asking (contacts), keeping (clerk), and the rules (store).
"""

from typing import TYPE_CHECKING

from store.errors import FamilyUnknownError
from store.fieldwork.attempts import no_contact_now
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.looking import file_of
from store.ids import FamilyId

if TYPE_CHECKING:
    from collections.abc import Sequence

    from store.agreement.terms import Agreement
    from store.keeping.acts import Act
    from store.keeping.store import Store


def no_contact_at(store: "Store", family: FamilyId, agreement: "Agreement") -> "Sequence[Act]":
    """Return the acts of a visit, just now, that met nobody.

    Raises:
        FamilyUnknownError: The family is gone.
        StoreError: As `no_contact_now`.
    """
    file = file_of(store, family)
    if file is None:
        raise FamilyUnknownError
    return no_contact_now(file, circumstances_of(store, agreement))
