"""A lost base comes back from a copy, by two people, and its laptops give it back what it lost."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from store import errors
from store.exchange import orders, sending_down, succession
from store.exchange import sync as syncing
from store.exchange.allocation import free_families
from store.exchange.peers import Peer, base_of, peer
from store.ids import JournalId
from store.keeping import acts, epochs, sidecar, staffing
from store.keeping.acts.terms.exchange import OrderKind
from store.keeping.acts.terms.families import FamilyLockCause, RecallCause
from store.keeping.acts.terms.store import EpochCause, StaffRole
from store.keeping.causality import clock
from store.keeping.freshness import Freshness, Frozen
from store.keeping.header import unpack
from store.keeping.history import _bases, acts_about
from store.keeping.journal import Journal
from store.keeping.store import Store
from store.keeping.taking import N_BITS
from tests.exchange.enrolled import FORGOTTEN
from tests.exchange.exchanging import (
    FAMILIES,
    Exchange,
    correction,
    hold,
    killed_at_each_step,
    synced,
    told,
)
from tests.exchange.test_lifting import learn as learn_at_laptop
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, opened, passphrase

AUDITOR = "Meadow 44 compass trumpet"


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """Base, and a laptop with two families, both having heard everything."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    return exchange


def copy_of(exchange: Exchange, name: str = "copy") -> Path:
    copy = exchange.folder / name
    shutil.copytree(exchange.base, copy)
    return copy


def put_back(exchange: Exchange, copy: Path) -> None:
    shutil.rmtree(exchange.base)
    shutil.copytree(copy, exchange.base)


def learn(exchange: Exchange) -> None:
    """Let a laptop and base sync until base is told that it is behind."""
    for _ in range(3):
        for laptop in exchange.laptops:
            exchange.sync_laptop(laptop)
        try:
            exchange.sync_base()
        except errors.StoreBehindError:
            return
    raise AssertionError("a base that was put back is never told")


def succeed(exchange: Exchange) -> JournalId:
    with exchange.at_base() as base:
        return succession.succeed(base, passphrase(SECOND_PASSPHRASE))


def put_back_and_succeeded(exchange: Exchange, copy: Path) -> JournalId:
    put_back(exchange, copy)
    learn(exchange)
    return succeed(exchange)


def renew_keys_of_laptop(exchange: Exchange) -> None:
    with exchange.laptop.open() as store:
        epochs.change(store, EpochCause.ROUTINE)


def texts_at_base(exchange: Exchange, place: int = 0) -> set[str | None]:
    with exchange.at_base() as base:
        return {act.new for act, _ in acts_about(base, FAMILIES[place]) if isinstance(act, acts.DetailsCorrected)}


def test_what_base_lost_comes_back_from_its_laptops(exchange: Exchange) -> None:
    copy = copy_of(exchange)
    exchange.laptop.correct(FAMILIES[0], "receipted by the lost base")
    exchange.sync()
    exchange.give(FAMILIES[2:3])
    exchange.sync()
    exchange.laptop.correct(FAMILIES[2], "of a family the copy never gave away")
    put_back(exchange, copy)
    learn(exchange)
    with exchange.at_base() as base:
        assert base.frozen is Frozen.ROLLED_BACK
        former, size = base.sidecar.journal, base.journal.size

    journal = succeed(exchange)

    with exchange.at_base() as base:
        assert (base.frozen, base.sidecar.journal, base.journal.branch) == (None, journal, 0)
        assert [each.journal for each in base.former_branches()] == [former]
        (succeeded,) = told(base, acts.JournalSucceeded)
        (approval,) = told(base, acts.ApprovalRecorded)
        assert isinstance(succeeded, acts.JournalSucceeded)
        assert isinstance(approval, acts.ApprovalRecorded)
        assert (succeeded.old_journal, succeeded.old_size) == (former, size)
        assert succeeded.approvals == (approval.approval,)
        assert approval.proposed_by != approval.approver
        assert succeeded.asked_again == (exchange.laptop.device,)
    exchange.sync(3)
    assert texts_at_base(exchange) == {"receipted by the lost base"}
    assert texts_at_base(exchange, 2) == {"of a family the copy never gave away"}
    assert exchange.holdings() == dict.fromkeys(FAMILIES[:3], "held")
    exchange.hold_all()


def test_receipts_go_back_to_what_the_copy_holds_and_forward_again(exchange: Exchange) -> None:
    copy = copy_of(exchange)
    exchange.laptop.correct(FAMILIES[0], "receipted by the lost base")
    exchange.sync()
    with exchange.laptop.open() as store:
        ((before,),) = store.rows("SELECT size FROM receipt")
    put_back_and_succeeded(exchange, copy)
    exchange.sync_base()

    exchange.sync_laptop()

    with exchange.laptop.open() as store:
        ((after,),) = store.rows("SELECT size FROM receipt")
        assert after < before
    exchange.sync()
    with exchange.laptop.open() as store:
        ((again,),) = store.rows("SELECT size FROM receipt")
        assert again > before


def test_what_a_laptop_knows_of_a_lost_base_stays_and_the_clock_goes_on(exchange: Exchange) -> None:
    copy = copy_of(exchange)
    exchange.give(FAMILIES[2:3])
    exchange.sync()
    with exchange.laptop.open() as store:
        former = base_of(store).journal
        lost = {
            key
            for (key,) in store.rows(
                "SELECT entry.id FROM entry JOIN stem ON stem.id = entry.id >> 40 WHERE journal = ?", (former,)
            )
        }
        seen = store.seen()

    journal = put_back_and_succeeded(exchange, copy)
    exchange.sync()

    with exchange.laptop.open() as store:
        assert lost <= {key for (key,) in store.rows("SELECT id FROM entry")}
        assert _bases(store) == {former: 0, journal: 1}
        assert store.seen() >= clock(1, 0) > seen
        assert unpack(store.journal.entry(store.journal.size - 1).header).seen >> N_BITS == 1
        places = [(type(act), place.base_at) for act, place in acts_about(store, FAMILIES[2])]
        assert (acts.FamilyAllocated, max(lost) & ((1 << N_BITS) - 1)) not in places
        (given,) = [at for kind, at in places if kind is acts.FamilyAllocated]
        assert given < clock(1, 0)
    with exchange.at_base() as base:
        assert _bases(base) == {former: 0, journal: 1}


def test_open_orders_are_told_again_once(exchange: Exchange) -> None:
    allocate = exchange.give(FAMILIES[2:4])
    recall = exchange.order(lambda base, to: orders.recall(base, to, FAMILIES[:1], RecallCause.REALLOCATED))
    done = exchange.order(orders.renew_keys)
    exchange.sync_base()
    exchange.sync_laptop()  # they are done there, but for the recall, which waits for a backup
    copy = copy_of(exchange)
    exchange.sync_base()
    put_back_and_succeeded(exchange, copy)

    exchange.sync_base()
    with exchange.at_base() as base:
        again = [each.order for each in told(base, acts.OrderIssued) if isinstance(each, acts.OrderIssued)]
    exchange.sync(3)

    assert again == [allocate, recall, done]
    assert [exchange.state_of(each) for each in (allocate, recall, done)] == ["done", "issued", "done"]
    with exchange.laptop.open() as store:
        ended = [each.order for each in told(store, acts.OrderExecuted) if isinstance(each, acts.OrderExecuted)]
        assert sorted(ended).count(allocate) == ended.count(done) == 1
        assert len(told(store, acts.EpochChanged)) == 1
    exchange.back_up()
    exchange.sync(3)
    assert exchange.state_of(recall) == "done"
    assert exchange.holdings() == {FAMILIES[0]: "gone", **dict.fromkeys(FAMILIES[1:4], "held")}
    exchange.hold_all()


def recall(base: Store, to: Peer) -> str:
    return orders.recall(base, to, FAMILIES[:1], RecallCause.REALLOCATED)


def lock(base: Store, to: Peer) -> str:
    return orders.lock(base, to, FAMILIES[:1], FamilyLockCause.CONTACT_WISH)


def destroy(base: Store, to: Peer) -> str:
    return orders.destroy(base, to, FAMILIES[:1])


@pytest.mark.parametrize(
    ("issue", "kind", "is_free"),
    [
        (recall, OrderKind.RECALL, True),
        (lock, OrderKind.LOCK, False),
        (destroy, OrderKind.DESTROY, False),
    ],
)
def test_what_a_lost_base_asked_is_known_from_what_the_laptop_did(
    exchange: Exchange, issue: Callable[[Store, Peer], str], kind: OrderKind, is_free: bool
) -> None:
    """Agreement 7.2a, A9: a family that was taken back is gone, and free only where nobody refused or destroyed it."""
    copy = copy_of(exchange)
    order = exchange.order(issue)
    exchange.give(FAMILIES[2:3])
    exchange.sync()
    put_back_and_succeeded(exchange, copy)

    exchange.sync()
    exchange.back_up()
    exchange.sync(3)

    assert exchange.holdings() == {FAMILIES[0]: "gone", FAMILIES[1]: "held", FAMILIES[2]: "held"}
    with exchange.at_base() as base:
        known = base.rows("SELECT order_kind, families, state FROM fieldorder WHERE order_id = ?", (order,))
        assert known == [(kind, FAMILIES[0], "done")]
        assert (FAMILIES[0] in {each.family for each in free_families(base)}) is is_free
    exchange.hold_all()


def test_what_a_lost_base_asked_of_a_family_that_was_gone_by_then_leaves_it_given_to_nobody(exchange: Exchange) -> None:
    copy = copy_of(exchange)
    exchange.order(recall)
    exchange.order(destroy)
    exchange.give(FAMILIES[2:3])
    exchange.sync_base()
    exchange.sync_laptop()
    put_back_and_succeeded(exchange, copy)

    exchange.sync()
    exchange.back_up()
    exchange.sync(3)

    assert exchange.holdings()[FAMILIES[0]] == "taken"
    with exchange.at_base() as base:
        assert FAMILIES[0] not in {each.family for each in free_families(base)}
    exchange.hold_all()


def test_a_bundle_is_told_to_carry_the_orders_of_this_journal_alone(exchange: Exchange) -> None:
    copy = copy_of(exchange)
    with exchange.at_base() as base:
        ((done_at,),) = base.rows("SELECT base_at FROM fieldorder")
    exchange.give(FAMILIES[2:3])
    exchange.sync()
    put_back_and_succeeded(exchange, copy)
    with exchange.at_base() as base:
        for number in range(done_at - base.journal.size):
            base.record(correction(FAMILIES[4], f"so that the next order stands where one stood before: {number}"))
        order = orders.allocate(base, peer(base, exchange.laptop.device), FAMILIES[3:4])

    exchange.sync_base()

    with exchange.at_base() as base:
        sent = told(base, acts.BundleSent)[-1]
        assert isinstance(sent, acts.BundleSent)
        assert sent.orders == (order,)


def test_an_order_of_a_lost_base_that_came_and_was_not_done_is_done(exchange: Exchange) -> None:
    copy = copy_of(exchange)
    exchange.order(lambda base, to: orders.lock(base, to, FAMILIES[:1], FamilyLockCause.CONTACT_WISH))
    exchange.give(FAMILIES[2:3])
    exchange.sync_base()
    with exchange.laptop.open() as store, pytest.MonkeyPatch.context() as patch:
        patch.setattr(syncing, "carry_out", lambda _: 0)
        synced(store, exchange.mail)
    put_back_and_succeeded(exchange, copy)

    exchange.sync(2)
    exchange.back_up()
    exchange.sync(2)

    assert exchange.laptop.held() == set(FAMILIES[1:3])
    exchange.hold_all()


def test_a_laptop_that_heard_of_neither_of_two_successions_follows_both(exchange: Exchange) -> None:
    away = exchange.another("away")
    exchange.give(FAMILIES[4:5], away)
    exchange.sync()
    exchange.laptops.remove(away)
    line = []
    for number in range(2):
        copy = copy_of(exchange, f"copy {number}")
        exchange.laptop.correct(FAMILIES[0], f"before loss {number}")
        exchange.sync()
        with exchange.at_base() as base:
            line.append(base.sidecar.journal)
        journal = put_back_and_succeeded(exchange, copy)
        exchange.sync(3)
    away.correct(FAMILIES[4], "said while away")

    exchange.laptops.append(away)
    exchange.sync(3)

    for laptop in exchange.laptops:
        with laptop.open() as store:
            assert base_of(store).journal == journal
            assert _bases(store) == {line[0]: 0, line[1]: 1, journal: 2}
            assert store.seen() >> N_BITS == 2
    assert texts_at_base(exchange) == {"before loss 0", "before loss 1"}
    assert texts_at_base(exchange, 4) == {"said while away"}
    late = exchange.another("late")
    exchange.sync(3)
    with late.open() as store:
        assert store.seen() >> N_BITS == 2
    exchange.hold_all()


def test_a_copy_from_before_a_succession_freezes_base_once_and_the_others_go_on(exchange: Exchange) -> None:
    """Whoever heard of the journal that is lost as a whole cannot follow: that laptop is enrolled anew."""
    away = exchange.another("away")
    exchange.give(FAMILIES[4:5], away)
    exchange.sync()
    exchange.laptops.remove(away)
    copy = copy_of(exchange)
    exchange.laptop.correct(FAMILIES[0], "later")
    exchange.sync()
    put_back_and_succeeded(exchange, copy)
    exchange.sync()
    put_back(exchange, copy)
    learn(exchange)
    with exchange.at_base() as base:
        assert base.frozen is Frozen.ROLLED_BACK

    succeed(exchange)

    for path in exchange.mail.iterdir():
        path.unlink()  # what the lost journal told it never comes
    away.correct(FAMILIES[4], "said while away")
    for _ in range(3):
        exchange.sync_laptop(away)
        outcome = exchange.sync_base()
    assert texts_at_base(exchange, 4) == {"said while away"}
    exchange.sync_laptop()
    refused = exchange.sync_base().refused
    assert [type(each.why) for each in (*outcome.refused, *refused)] == [errors.BundleContradictsError]
    with exchange.at_base() as base:
        assert base.frozen is None
        hold(base)


def test_a_conflict_that_comes_in_first_after_a_succession_is_found(exchange: Exchange) -> None:
    other = exchange.another("other")
    with exchange.at_base() as base:
        for number in range(100):  # so that the former journal, which was looked through, is the longer one
            base.record(correction(FAMILIES[5], f"gate {number}"))
    exchange.sync()
    copy = copy_of(exchange)
    exchange.give(FAMILIES[2:3])
    exchange.sync_base()
    exchange.sync_laptop()
    for laptop in exchange.laptops:
        laptop.correct(FAMILIES[0], f"said by {laptop.folder.name}")
    exchange.laptops.remove(other)  # nothing of it comes in before base knows that it was put back
    put_back_and_succeeded(exchange, copy)
    exchange.laptops.append(other)

    exchange.sync_base()
    for laptop in exchange.laptops:
        exchange.sync_laptop(laptop)

    assert exchange.sync_base().conflicts_count == 1


def test_a_laptop_that_renewed_its_keys_after_the_copy_was_made_is_heard(exchange: Exchange) -> None:
    copy = copy_of(exchange)
    exchange.order(orders.renew_keys)
    exchange.sync()

    put_back_and_succeeded(exchange, copy)
    exchange.sync(3)

    with exchange.at_base() as base:
        assert peer(base, exchange.laptop.device).epoch == 2
    exchange.hold_all()


def test_a_laptop_that_went_back_to_an_older_key_while_base_was_lost_is_heard(exchange: Exchange) -> None:
    """What it sends begins after what the copy holds, and what would tell it so is sealed to its later key."""
    copy = copy_of(exchange)
    exchange.laptop.correct(FAMILIES[0], "receipted by the lost base")
    exchange.sync()
    older = exchange.laptop.image()
    renew_keys_of_laptop(exchange)
    put_back_and_succeeded(exchange, copy)
    with exchange.at_base() as base:
        assert peer(base, exchange.laptop.device).epoch == 2

    exchange.laptop.put_back(older)
    exchange.sync(3)

    with exchange.at_base() as base:
        assert peer(base, exchange.laptop.device).epoch == 1
    assert texts_at_base(exchange) == {"receipted by the lost base"}
    exchange.hold_all()


def test_a_laptop_that_went_back_further_than_base_did_is_heard_at_once(exchange: Exchange) -> None:
    """It numbers its bundles from where its own copy was, far below the last one that base's copy knows."""
    older = exchange.laptop.image()
    for _ in range(9):
        exchange.sync_laptop()
    renew_keys_of_laptop(exchange)
    exchange.sync()
    copy = copy_of(exchange)
    exchange.laptop.put_back(older)
    learn_at_laptop(exchange)
    exchange.lift()
    exchange.laptop.correct(FAMILIES[0], "receipted by the lost base")
    exchange.sync()

    put_back_and_succeeded(exchange, copy)
    exchange.sync(3)

    with exchange.at_base() as base:
        assert peer(base, exchange.laptop.device).epoch == 1
    assert texts_at_base(exchange) == {"receipted by the lost base"}
    exchange.hold_all()


def test_a_base_that_renewed_its_keys_after_the_copy_was_made_is_told_too(exchange: Exchange) -> None:
    copy = copy_of(exchange)
    with exchange.at_base() as base:
        epochs.change(base, EpochCause.ROUTINE)
    exchange.sync(3)
    exchange.laptop.correct(FAMILIES[0], "sealed to a key that base lost")

    put_back_and_succeeded(exchange, copy)
    exchange.sync(3)

    assert texts_at_base(exchange) == {"sealed to a key that base lost"}
    with exchange.laptop.open() as store:
        assert base_of(store).epoch == 1
    exchange.hold_all()


# -- who may


def test_two_people_bring_a_base_back(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        staffing.add(base, "Auditor One", StaffRole.AUDITOR, passphrase(AUDITOR))
        with pytest.raises(errors.NotFrozenError):
            succession.succeed(base, passphrase(SECOND_PASSPHRASE))
    copy = copy_of(exchange)
    exchange.sync()
    exchange.laptop.correct(FAMILIES[0], "later")
    exchange.sync()
    put_back(exchange, copy)
    learn(exchange)

    with exchange.at_base() as base:
        for text, refusal in (
            (PASSPHRASE, errors.SecondPersonError),
            (AUDITOR, errors.NotAnApproverError),
            ("Nobody's 12 passphrase here", errors.WrongPassphraseError),
        ):
            with pytest.raises(refusal):
                succession.succeed(base, passphrase(text))
            assert base.frozen is Frozen.ROLLED_BACK
    with exchange.at_base(AUDITOR) as base, pytest.raises(errors.NotASupervisorError):
        succession.succeed(base, passphrase(SECOND_PASSPHRASE))
    with opened(exchange.laptop.folder, FORGOTTEN) as store, pytest.raises(errors.NotBaseError):
        succession.succeed(store, passphrase(SECOND_PASSPHRASE))
    with exchange.at_base(SECOND_PASSPHRASE) as base:
        succession.succeed(base, passphrase())
    exchange.sync()
    exchange.hold_all()


def test_a_laptop_believes_no_other_journal_without_a_succession(exchange: Exchange) -> None:
    copy = copy_of(exchange)
    exchange.laptop.correct(FAMILIES[0], "later")
    exchange.sync()
    put_back_and_succeeded(exchange, copy)
    with exchange.at_base() as base:
        journal = base.sidecar.journal
    with exchange.at_base() as base, pytest.MonkeyPatch.context() as patch:
        patch.setattr(sending_down, "TOLD_BY_RECEIPT", frozenset({acts.JournalSucceeded.kind}))
        synced(base, exchange.mail)
    outcome = exchange.sync_laptop()

    assert [type(each.why) for each in outcome.refused] == [errors.BundleContradictsError]
    with exchange.laptop.open() as store:
        assert base_of(store).journal != journal


# -- killed


def test_a_succession_that_was_killed_is_done_again_whole(exchange: Exchange) -> None:
    order = exchange.give(FAMILIES[2:4])
    copy = copy_of(exchange)
    exchange.sync()
    exchange.laptop.correct(FAMILIES[0], "later")
    exchange.sync()
    put_back(exchange, copy)
    learn(exchange)
    frozen = copy_of(exchange, "frozen")

    def deed() -> None:
        succeed(exchange)

    steps = ((Journal, "append"), (Journal, "replay"), (Freshness, "begin"), (sidecar, "write"))
    for _ in killed_at_each_step(deed, *steps):
        with exchange.at_base() as base:
            if base.frozen is not None:
                succession.succeed(base, passphrase(SECOND_PASSPHRASE))
            assert base.frozen is None
            assert len(base.former_branches()) == 1
            (issued,) = told(base, acts.OrderIssued)
            assert isinstance(issued, acts.OrderIssued)
            assert issued.order == order
            given = [unpack(base.journal.entry(n).header).kind for n in issued.entries]
            assert given == [acts.FamilyAllocated.kind] * 2
            hold(base)
        put_back(exchange, frozen)
    exchange.sync(3)
    assert exchange.state_of(order) == "done"
    exchange.hold_all()
