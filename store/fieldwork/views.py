"""Being shown is an act: telling which parts of a family somebody saw, before they see them.

Owns the act and where it is kept: the journal, or the queue while the journal takes none. Refuses to own what is shown.
It is told at the moment of showing and not when somebody looks away: a machine that dies in between leaves a view that
is told, never one that is not. How long it was looked at is therefore not told.

Source: agreement 9.1e, A3, A9; design 2.
"""

from collections.abc import Sequence

from store.clock import to_ms
from store.ids import FamilyId
from store.keeping.acts.terms.families import ViewPart
from store.keeping.noting import keep_or_note
from store.keeping.store import Store


def tell_shown(store: Store, family: FamilyId, parts: Sequence[ViewPart]) -> None:
    """Tell that parts of a family are shown from now on.

    Args:
        store: Open; a frozen one is read too, and the queue takes what tells of it.
        family: Whose.
        parts: At least one; the order is of no meaning.

    Raises:
        StoreError: It could not be told, and nothing may be shown.
    """
    from store.keeping.acts import FamilyShown  # loads every act: in the thread that writes

    now = store.now()
    act = FamilyShown(family=family, parts=tuple(sorted(set(parts))), first_at_ms=to_ms(now), shown_s=0)
    keep_or_note(store, act)
