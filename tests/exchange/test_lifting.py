"""A laptop that was copied back takes no acts until base answers it, and then goes on with both branches kept."""

import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from store import errors
from store.exchange import lifting, orders, recovery
from store.exchange.conflicts import conflicts_in
from store.exchange.peers import peer, peer_named
from store.exchange.revocation import revoke
from store.exchange.signed_file import claimed, write_signed
from store.ids import NOBODY, StaffId, new_id
from store.keeping import acts, database, sidecar, staffing, vault
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.acts.terms.store import AnchorPlace, FreezeCause, StaffRole
from store.keeping.freshness import Freshness, Frozen
from store.keeping.header import unpack
from store.keeping.history import acts_about, ancestry
from store.keeping.inspection import inspect
from store.keeping.journal import Journal
from store.keeping.opening import ClosedStore
from store.keeping.queue import Queue
from store.keeping.store import Store
from store.keeping.taking import FIRST_TWIN
from store.keeping.vault import Seeds
from tests.exchange import test_recovery as recovering
from tests.exchange.enrolled import CHOSEN, FORGOTTEN, Pair
from tests.exchange.exchanging import (
    FAMILIES,
    Exchange,
    Laptop,
    correction,
    hold,
    killed_at_each_step,
    told,
)
from tests.made import passphrase

AUDITOR = "Meadow 44 compass trumpet"


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """Base, and a laptop with three families, both having heard everything."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:3])
    exchange.sync()
    return exchange


def copied_back(exchange: Exchange, laptop: Laptop | None = None) -> None:
    """Let a laptop do something base hears of, and put the copy from before it back; it learns of it by a sync."""
    laptop = laptop or exchange.laptop
    copy = laptop.image(f"image {new_id()}")
    laptop.correct(FAMILIES[0], "lost on the laptop")
    exchange.sync_laptop(laptop)
    exchange.sync_base()
    laptop.put_back(copy)
    learn(exchange, laptop)


def learn(exchange: Exchange, laptop: Laptop | None = None) -> None:
    """Let a laptop and base sync until it is told that it is behind."""
    for _ in range(3):
        try:
            exchange.sync_laptop(laptop)
        except errors.StoreBehindError:
            return
        exchange.sync_base()
    raise AssertionError("a copy that was put back is never told")


def lose_mail(exchange: Exchange) -> None:
    """Lose base's answer, so that a copy does not learn of it."""
    shutil.rmtree(exchange.mail)
    exchange.mail.mkdir()


def texts_at_base(exchange: Exchange, place: int = 0) -> set[str | None]:
    with exchange.at_base() as base:
        return {act.new for act, _ in acts_about(base, FAMILIES[place]) if isinstance(act, acts.DetailsCorrected)}


# -- going on


def test_a_laptop_that_was_copied_back_goes_on_in_a_branch_and_nothing_base_held_is_lost(exchange: Exchange) -> None:
    copied_back(exchange)
    with exchange.laptop.open() as store:
        assert store.frozen is Frozen.ROLLED_BACK
        with pytest.raises(errors.StoreFrozenError):
            store.record(correction(FAMILIES[0], "not kept"))
        size, root = store.journal.size, store.journal.head().root.hex()

    exchange.lift()

    with exchange.laptop.open() as store:
        assert (store.frozen, store.journal.branch) == (None, 1)
        (branch,) = told(store, acts.BranchOpened)
        (rollback,) = told(store, acts.RollbackFound)
        store.record(correction(FAMILIES[0], "told in the branch"))
    assert isinstance(branch, acts.BranchOpened)
    assert (branch.parent_branch, branch.parent_size, branch.parent_root) == (0, size, root)
    assert branch.cause is FreezeCause.ROLLBACK
    assert isinstance(rollback, acts.RollbackFound)
    assert (rollback.place, rollback.found_size) == (AnchorPlace.SIDECAR, size)
    assert rollback.anchored_size > size
    exchange.sync()
    assert texts_at_base(exchange) == {"lost on the laptop", "told in the branch"}
    exchange.hold_all()


def test_what_stands_in_two_branches_is_no_order_between_them(exchange: Exchange) -> None:
    copied_back(exchange)
    exchange.lift()
    exchange.laptop.correct(FAMILIES[0], "told in the branch")

    exchange.sync_laptop()
    assert exchange.sync_base().conflicts_count == 1

    with exchange.at_base() as base:
        (found,) = told(base, acts.ConflictFound)
        assert isinstance(found, acts.ConflictFound)
        assert {found.first, found.second} == {"lost on the laptop", "told in the branch"}
        assert {found.first_at.branch, found.second_at.branch} == {0, 1}
        lineage = ancestry(base)
        journal = peer(base, exchange.laptop.device).journal
        assert (
            lineage[journal, 1][0] == FIRST_TWIN
        )  # what it wrote before it learnt of it, and that continues the first
        assert lineage[journal, FIRST_TWIN][0] == 0
        assert not list(conflicts_in(base, FAMILIES[0]))


def test_both_sides_of_a_fork_are_kept_with_what_shows_them(exchange: Exchange) -> None:
    copy = exchange.laptop.image()
    exchange.laptop.correct(FAMILIES[0], "on one side")
    exchange.sync_laptop()
    exchange.sync_base()
    lose_mail(exchange)
    exchange.laptop.put_back(copy)
    exchange.laptop.correct(FAMILIES[0], "on the other side")
    for _ in range(4):  # so that it is longer than the other side
        exchange.laptop.correct(FAMILIES[1], "on the other side")
    exchange.sync_laptop()

    assert exchange.sync_base().forked_count == 1

    assert texts_at_base(exchange) == {"on one side", "on the other side"}
    with exchange.at_base() as base:
        (fork,) = told(base, acts.ForkFound)
        assert isinstance(fork, acts.ForkFound)
        journal = peer(base, exchange.laptop.device).journal
        assert ancestry(base)[journal, FIRST_TWIN] == (0, fork.index)
        for digest in (fork.first_note_digest, fork.second_note_digest):
            ((note,),) = base.rows("SELECT note FROM exchangednote WHERE digest = ?", (digest,))
            assert sha256(note).hexdigest() == digest
        assert fork.incident in {getattr(each, "incident", None) for each in told(base, acts.IncidentRaised)}
    with pytest.raises(errors.StoreBehindError):
        exchange.sync_laptop()
    with exchange.laptop.open() as store:
        assert store.frozen is Frozen.FORKED
    exchange.lift()
    exchange.laptop.correct(FAMILIES[0], "in the branch")
    exchange.sync()
    assert texts_at_base(exchange) == {"on one side", "on the other side", "in the branch"}
    with exchange.at_base() as base:
        # The branch continues the copy that goes on: it follows its side, and knows nothing of the other one.
        assert ancestry(base)[journal, 1][0] == FIRST_TWIN
    exchange.hold_all()


def test_a_branch_continues_the_very_copy_that_goes_on(exchange: Exchange) -> None:
    """Base holds a later fork of the same laptop, which that copy never was."""
    first = exchange.laptop.image("first")
    exchange.laptop.correct(FAMILIES[0], "on one side")
    exchange.sync_laptop()
    exchange.sync_base()
    lose_mail(exchange)
    exchange.laptop.put_back(first)
    exchange.laptop.correct(FAMILIES[0], "on another side")
    exchange.sync_laptop()
    exchange.sync_base()
    with pytest.raises(errors.StoreBehindError):
        exchange.sync_laptop()
    lose_mail(exchange)
    frozen = exchange.laptop.image("frozen")
    exchange.laptop.put_back(first)
    exchange.laptop.correct(FAMILIES[0], "on a third side")
    exchange.sync_laptop()
    assert exchange.sync_base().forked_count == 1
    exchange.laptop.put_back(frozen)

    exchange.lift()
    exchange.sync()

    with exchange.at_base() as base:
        lineage = ancestry(base)
        journal = peer(base, exchange.laptop.device).journal
        assert lineage[journal, FIRST_TWIN + 1][0] == 0
        assert lineage[journal, 1][0] == FIRST_TWIN
    exchange.hold_all()


def test_a_laptop_may_be_copied_back_twice(exchange: Exchange) -> None:
    for _ in range(2):
        copied_back(exchange)
        exchange.lift()
        exchange.sync()

    with exchange.laptop.open() as store:
        assert store.journal.branch == 2
        assert [each.branch for each in store.former_branches()] == [0, 1]
    exchange.hold_all()


def test_the_same_copy_may_be_put_back_twice(exchange: Exchange) -> None:
    copy = exchange.laptop.image()
    for text in ("first", "second"):
        exchange.laptop.correct(FAMILIES[0], text)
        exchange.sync()
        exchange.laptop.put_back(copy)
        learn(exchange)
        exchange.lift()
        exchange.sync()

    with exchange.laptop.open() as store:
        assert store.journal.branch == 2
        assert [each.branch for each in store.former_branches()] == [0]
    assert texts_at_base(exchange) == {"first", "second"}
    exchange.hold_all()


def test_a_laptop_copied_back_to_before_it_renewed_its_keys_is_caught(exchange: Exchange) -> None:
    copy = exchange.laptop.image()
    exchange.order(orders.renew_keys)
    exchange.sync()
    exchange.laptop.put_back(copy)

    learn(exchange)

    exchange.lift()
    exchange.sync(3)
    exchange.hold_all()


def test_a_lost_anchor_is_lifted(exchange: Exchange) -> None:
    (exchange.laptop.folder / "anchor-1").write_bytes(b"")
    with exchange.laptop.open() as store:
        assert store.frozen is Frozen.ANCHOR_LOST

    exchange.lift()

    with exchange.laptop.open() as store:
        assert store.frozen is None
        (branch,) = told(store, acts.BranchOpened)
        assert isinstance(branch, acts.BranchOpened)
        assert branch.cause is FreezeCause.ANCHOR_LOST
        assert not told(store, acts.RollbackFound)  # nothing is there that it contradicts
    exchange.sync()
    exchange.hold_all()


def test_what_was_noted_while_it_was_frozen_is_in_the_journal_at_once(exchange: Exchange) -> None:
    copied_back(exchange)
    with exchange.laptop.open():
        pass
    with pytest.raises(errors.WrongPassphraseError):
        Laptop(exchange.laptop.folder, exchange.laptop.device, "Nobody's 12 passphrase here").open()
    with exchange.laptop.open() as store:
        waiting = len(store.queue.waiting())

    answered = exchange.answer(exchange.ask())
    with exchange.laptop.open() as store:
        lifting.apply(store, answered)
        assert store.queue.waiting() == []
        (taken,) = told(store, acts.QueueTaken)
        assert isinstance(taken, acts.QueueTaken)
        assert taken.lines_count == waiting + 2  # asking and applying signed in too
        assert len(told(store, acts.SignInFailed)) == 1
    exchange.sync()
    exchange.hold_all()


# -- who was let in while it was frozen


@pytest.fixture
def recovered(exchange: Exchange) -> Exchange:
    """A laptop that was copied back, and whose interviewer forgot their passphrase; they are let in, it is frozen."""
    copied_back(exchange)
    pair = Pair(exchange.base, exchange.laptop.folder, exchange.laptop.device, staff_of(exchange))
    asked = recovering.ask(pair, exchange.folder / "between")
    recovering.applied(asked, recovering.answered(asked))
    exchange.laptop.text = CHOSEN
    return exchange


def staff_of(exchange: Exchange) -> StaffId:
    with exchange.at_base() as base:
        staff = peer(base, exchange.laptop.device).staff
    assert staff is not None
    return staff


def signers(store: Store) -> list[tuple[str, bool]]:
    """Return the kinds in the branch a store writes, each with whether the device signed it by itself."""
    headers = [unpack(entry.header) for entry in store.journal.entries(0, store.journal.size)]
    return [(each.kind, each.staff == NOBODY) for each in headers]


def test_somebody_let_in_while_it_was_frozen_lifts_it_and_everything_is_signed(recovered: Exchange) -> None:
    recovered.lift()

    with recovered.laptop.open() as store:
        found = signers(store)
        inspect(store, signatures=True)
        assert recovery.finish(store)
    assert [kind for kind, is_device in found if is_device] == [
        "branch_opened",
        "rollback_found",
        "recovery_applied",
        "staff_keys_renewed",
    ]
    assert ("recovery_requested", False) in found
    recovered.laptop.correct(FAMILIES[0], "by who was let in")
    recovered.sync(3)
    assert "by who was let in" in texts_at_base(recovered)
    recovered.hold_all()


def test_the_device_signs_nothing_else_by_itself(recovered: Exchange) -> None:
    recovered.lift()

    with recovered.laptop.open() as store:
        person = store.keys.person
        object.__setattr__(store.keys, "person", vault.device_as_nobody(store.keys.device))
        store.record(correction(FAMILIES[0], "by nobody"))
        object.__setattr__(store.keys, "person", person)
        with pytest.raises(errors.EntryDoesNotHoldError):
            inspect(store, signatures=True)


def test_a_store_that_is_no_longer_frozen_takes_a_recovery_in_as_well(exchange: Exchange) -> None:
    laptop = exchange.laptop
    with laptop.open() as store:
        assert store.frozen is None
    before = [path.name for path in laptop.folder.glob("epoch-1*")]
    older = {name: (laptop.folder / name).read_bytes() for name in before}
    laptop.correct(FAMILIES[0], "later")
    newer = {name: (laptop.folder / name).read_bytes() for name in before}
    for name, content in older.items():
        (laptop.folder / name).write_bytes(content)
    pair = Pair(exchange.base, laptop.folder, laptop.device, staff_of(exchange))
    asked = recovering.ask(pair, exchange.folder / "between")
    recovering.applied(asked, recovering.answered(asked))
    laptop.text = CHOSEN
    with laptop.open() as store:
        assert store.frozen is Frozen.ROLLED_BACK
    for name, content in newer.items():
        (laptop.folder / name).write_bytes(content)

    with laptop.open() as store:
        assert store.frozen is None
        hold(store)
        found = signers(store)
    assert [kind for kind, is_device in found if is_device] == ["recovery_applied", "staff_keys_renewed"]
    exchange.sync()
    exchange.hold_all()


def test_a_copy_from_before_somebody_was_let_in_is_signed_with_the_key_they_had(exchange: Exchange) -> None:
    copy = exchange.laptop.image()
    pair = Pair(exchange.base, exchange.laptop.folder, exchange.laptop.device, staff_of(exchange))
    asked = recovering.ask(pair, exchange.folder / "between")
    recovering.applied(asked, recovering.answered(asked))
    exchange.laptop.text = CHOSEN
    with exchange.laptop.open() as store:
        recovery.finish(store)
    exchange.sync(3)
    exchange.laptop.put_back(copy)
    exchange.laptop.text = FORGOTTEN
    learn(exchange)

    exchange.lift()
    order = exchange.order(orders.renew_keys)  # whose end has to be signed by who carried it out
    exchange.sync(3)

    assert exchange.state_of(order) == "done"
    exchange.hold_all()


# -- what is no answer


def test_a_laptop_that_takes_acts_asks_for_nothing(exchange: Exchange) -> None:
    with exchange.laptop.open() as store:
        with pytest.raises(errors.NotFrozenError):
            lifting.request(store, exchange.folder)
        with pytest.raises(errors.NotFrozenError):
            lifting.apply(store, b"")


def test_a_base_asks_for_nothing(exchange: Exchange) -> None:
    with exchange.at_base() as base, pytest.raises(errors.NotEnrolledError):
        lifting.request(base, exchange.folder)


def test_an_answer_serves_once(exchange: Exchange) -> None:
    copied_back(exchange)
    answered = exchange.answer(exchange.ask())
    copy = exchange.laptop.image("frozen")
    with exchange.laptop.open() as store:
        lifting.apply(store, answered)
    exchange.sync()
    copied_back(exchange)

    with exchange.laptop.open() as store, pytest.raises(errors.LiftAnswerOldError):
        lifting.apply(store, answered)

    exchange.lift()
    exchange.sync()
    # The copy as it was asks the same and opens the branch again: base sees a fork of it, as of any other branch.
    exchange.laptop.put_back(copy)
    with exchange.laptop.open() as store:
        lifting.apply(store, answered)
    learn(exchange)


def test_an_answer_to_an_older_request_opens_nothing(exchange: Exchange) -> None:
    copied_back(exchange)
    answered = exchange.answer(exchange.ask())
    exchange.lift()
    exchange.sync()
    copied_back(exchange)

    with exchange.laptop.open() as store:
        with pytest.raises(errors.LiftAnswerOldError):
            lifting.apply(store, answered)
        assert store.frozen is Frozen.ROLLED_BACK


def test_another_laptops_answer_opens_nothing(exchange: Exchange) -> None:
    other = exchange.another("other")
    exchange.sync()
    for laptop in exchange.laptops:
        (laptop.folder / "anchor-1").write_bytes(b"")
    answered = exchange.answer(exchange.ask(other))

    with exchange.laptop.open() as store, pytest.raises(errors.LiftAnswerOldError):
        lifting.apply(store, answered)


def test_only_its_own_base_answers_a_laptop(exchange: Exchange) -> None:
    copied_back(exchange)
    asked = exchange.ask()
    answered = exchange.answer(asked)

    key = Seeds.fresh().signing_key()
    forged = write_signed(lifting.ANSWER, claimed(answered, lifting.ANSWER), key)
    with exchange.laptop.open() as store, pytest.raises(errors.SignedFileForgedError):
        lifting.apply(store, forged)
    with exchange.laptop.open() as store, pytest.raises(errors.SignedFileFormError):
        lifting.apply(store, asked)


def test_base_answers_no_laptop_but_its_own_believed_ones(exchange: Exchange) -> None:
    copied_back(exchange)
    asked = exchange.ask()
    says = claimed(asked, lifting.REQUEST)

    with exchange.laptop.open() as store:
        key = store.keys.device.signing
        stranger = write_signed(lifting.REQUEST, {**says, "device": "0" * 32}, key)
        another = write_signed(lifting.REQUEST, {**says, "journal": "0" * 32}, key)
    with exchange.at_base() as base:
        for raw in (stranger, another):
            with pytest.raises(errors.UnknownDeviceError):
                lifting.answer(base, raw, "No.", exchange.folder)
        forged = write_signed(lifting.REQUEST, says, base.keys.device.signing)
        with pytest.raises(errors.SignedFileForgedError):
            lifting.answer(base, forged, "No.", exchange.folder)
        revoke(base, peer_named(base, "laptop"), RevocationCause.LOST)
        with pytest.raises(errors.UnknownDeviceError):
            lifting.answer(base, asked, "No.", exchange.folder)
        assert not told(base, acts.FreezeLifted)


def test_only_a_supervisor_at_base_answers(exchange: Exchange) -> None:
    copied_back(exchange)
    asked = exchange.ask()
    with exchange.at_base() as base:
        staffing.add(base, "Auditor One", StaffRole.AUDITOR, passphrase(AUDITOR))

    with exchange.at_base(AUDITOR) as base, pytest.raises(errors.NotASupervisorError):
        lifting.answer(base, asked, "No.", exchange.folder)
    with exchange.laptop.open() as store, pytest.raises(errors.NotBaseError):
        lifting.answer(store, asked, "No.", exchange.folder)


def test_a_damaged_journal_is_not_gone_on_with(exchange: Exchange) -> None:
    with ClosedStore(exchange.laptop.folder).unlock(passphrase(exchange.laptop.text)) as store:
        connection = database.connect(store.database_path, store.keys.database)
        connection.execute("DELETE FROM node")
        connection.execute("DELETE FROM entry WHERE id = (SELECT min(id) FROM entry)")
        database.settle(connection)
        connection.close()

    with exchange.laptop.open() as store:
        assert store.frozen is Frozen.DAMAGED
        with pytest.raises(errors.UnliftableError):
            lifting.request(store, exchange.folder)
        with pytest.raises(errors.UnliftableError):
            lifting.apply(store, b"")


# -- killed


@pytest.mark.parametrize("is_recovered", [False, True], ids=["as usual", "recovered"])
def test_lifting_that_was_killed_is_done_again(
    exchange: Exchange, is_recovered: bool, request: pytest.FixtureRequest
) -> None:
    if is_recovered:
        request.getfixturevalue("recovered")
    else:
        copied_back(exchange)
    answered = exchange.answer(exchange.ask())
    frozen = exchange.laptop.image("frozen")

    def deed() -> None:
        with exchange.laptop.open() as store:
            lifting.apply(store, answered)

    steps = ((Journal, "append"), (Journal, "replay"), (Freshness, "begin"), (sidecar, "write"), (Queue, "empty"))
    for _ in killed_at_each_step(deed, *steps):
        with exchange.laptop.open() as store:
            if store.frozen is not None:
                lifting.apply(store, answered)
            assert (store.frozen, store.journal.branch) == (None, 1)
            assert len(told(store, acts.BranchOpened)) == 1
            assert len(told(store, acts.RollbackFound)) == 1
            assert len(told(store, acts.StaffKeysRenewed)) == int(is_recovered)
            hold(store)
        with exchange.laptop.open() as store:
            assert store.frozen is None
            assert len(told(store, acts.StaffKeysRenewed)) == int(is_recovered)
        exchange.laptop.put_back(frozen)
    exchange.sync()
    exchange.hold_all()
