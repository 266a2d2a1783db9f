"""What waits at base is counted by kind."""

from store.exchange.waiting import Waiting, waiting
from store.ids import FamilyId, new_id
from store.keeping import acts
from store.keeping.acts.terms.families import WishBy, WishChannel, WishDecision, WishReach
from store.keeping.store import Store
from tests.made import families


def test_a_family_is_paused_by_a_wish_and_waits_no_more_once_that_is_lifted(store: Store) -> None:
    (family,) = families(1)
    store.record(family)
    wish = wished(family.family, WishDecision.PAUSED)
    store.record(wish)

    assert waiting(store) == Waiting(conflicts=0, notes=0, paper=0, paused=1, deliveries=0)
    assert waiting(store).total == 1
    store.record(wished(family.family, WishDecision.LIFTED, wish.wish))
    assert waiting(store).total == 0


def wished(family: FamilyId, decision: WishDecision, follows: str | None = None) -> acts.ContactWishRecorded:
    return acts.ContactWishRecorded(
        wish=new_id(), follows=follows, family=family, reach=WishReach.FAMILY, person=None, decision=decision,
        by=WishBy.OFFICE if follows else WishBy.UNSURE, by_person=None, by_description=None,
        channel=WishChannel.TELEPHONE, at_ms=1_446_455_100_000, delivery=None, attempt=None, sheet=None, reason=None,
    )  # fmt: skip
