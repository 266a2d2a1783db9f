"""Whoever carries a laptop leaves: it hears so, shows nobody, and sends and does what base asks (9.1e, A3, A9)."""

from pathlib import Path

import pytest

from store.custody.credentials import credentials
from store.exchange import orders, recovery, recovery_answer, recovery_files
from store.exchange.away import away
from store.fieldwork.booked import booked_of
from store.fieldwork.carrier import left_on
from store.fieldwork.looking import file_of, line_of, lines_of
from store.keeping import acts, approvals, staffing
from store.keeping.acts.terms.families import RecallCause
from store.keeping.kinds import acts_of
from store.keeping.store import Store
from tests.exchange.enrolled import CHOSEN, INTERVIEWER
from tests.exchange.exchanging import FAMILIES, Exchange, correction, synced
from tests.exchange.forging import replay_changes_nothing
from tests.exchange.test_gone_back import put_laptop_back
from tests.exchange.test_lifting import copied_back
from tests.exchange.test_succession import succeed
from tests.made import SECOND_PASSPHRASE, passphrase

FAMILY = FAMILIES[0]
NAME = f"{INTERVIEWER} of laptop"


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """Base and a laptop with two families; both have heard everything."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    return exchange


def leave(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        staffing.leave(base, NAME)


def shows_nobody(store: Store) -> bool:
    return (lines_of(store), line_of(store, FAMILY), file_of(store, FAMILY), booked_of(store)) == ([], None, None, ())


def test_it_shows_no_family_and_what_was_done_before_it_heard_is_sent(exchange: Exchange) -> None:
    leave(exchange)
    exchange.laptop.correct(FAMILY, "Blue door, ring twice.")
    exchange.sync_base()
    with exchange.laptop.open() as store:
        assert not shows_nobody(store)  # it goes by what it heard last

    told = exchange.sync_laptop()

    assert told.left_on is not None
    for _ in range(2):  # it opens again and again, and its tables are replayed
        with exchange.laptop.open() as store:
            assert left_on(store) == told.left_on
            assert shows_nobody(store)
    exchange.sync()
    assert exchange.sync_laptop().unsent_count == 0
    with exchange.at_base() as base:
        found = [held.act for held in acts_of(base, acts.DetailsCorrected)]
    assert [each.new for each in found if isinstance(each, acts.DetailsCorrected)] == ["Blue door, ring twice."]
    exchange.hold_all()


def test_its_families_are_called_back_and_erased_all_the_same(exchange: Exchange) -> None:
    leave(exchange)
    exchange.sync()
    recalled = exchange.order(lambda base, to: orders.recall(base, to, FAMILIES[:2], RecallCause.STAFF_LEFT))
    exchange.sync()
    exchange.back_up()
    exchange.sync()

    assert exchange.state_of(recalled) == "done"
    assert exchange.laptop.bodies(FAMILY) == []
    exchange.hold_all()


def test_it_is_told_to_their_laptop_alone_and_base_sees_when_it_was_heard(exchange: Exchange) -> None:
    other = exchange.another("other")
    exchange.give(FAMILIES[2:3], other)
    exchange.sync()
    leave(exchange)

    def seen() -> list[tuple[bool, bool]]:
        with exchange.at_base() as base:
            return [(each.has_carrier_left, each.is_left_heard) for each in away(base)]

    exchange.sync_base()
    assert seen() == [(True, False), (False, False)]
    exchange.sync()

    assert seen() == [(True, True), (False, False)]
    with other.open() as store:
        assert left_on(store) is None
        assert [each.family for each in lines_of(store)] == FAMILIES[2:3]


def test_training_that_ended_too_keeps_nobody_from_sending_what_is_unsent(exchange: Exchange) -> None:
    leave(exchange)
    exchange.sync()
    with exchange.laptop.open() as store:
        (trained,) = credentials(store)
        store.record(acts.CredentialEnded(credential=trained.credential, staff=trained.staff, reason="It ran out."))

    with exchange.laptop.open() as store:
        assert shows_nobody(store)
        synced(store, exchange.mail)
    exchange.sync_base()

    with exchange.at_base() as base:
        assert [*acts_of(base, acts.CredentialEnded)]


def let_in(exchange: Exchange) -> None:
    """Have whoever holds the laptop choose a new passphrase, and two people at base answer."""
    folder, between = exchange.laptop.folder, exchange.folder / "between"
    between.mkdir()
    path, words = recovery.request(folder, None, passphrase(CHOSEN), between)
    raw = path.read_bytes()
    with exchange.at_base() as base:
        digest = recovery_files.digest_of(raw)
        approval = approvals.approve(base, passphrase(SECOND_PASSPHRASE), recovery_answer.MATTER, digest)
        answer = recovery_answer.answer(base, raw, " ".join(words), approval, between).read_bytes()
    recovery.apply(folder, answer, passphrase(CHOSEN), is_clock_right=True)
    exchange.laptop.text = CHOSEN


@pytest.mark.parametrize("is_heard", [False, True], ids=["not heard there yet", "heard"])
def test_with_its_passphrase_forgotten_two_people_let_somebody_in_who_sees_nobody_and_sends(
    exchange: Exchange, *, is_heard: bool
) -> None:
    exchange.laptop.correct(FAMILY, "Blue door, ring twice.")
    leave(exchange)
    if is_heard:  # its last bundle goes by: what was done after it is still to be sent
        exchange.sync()
        with exchange.laptop.open() as store:
            store.record(correction(FAMILY, "Side gate."))

    let_in(exchange)

    for _ in range(2):  # straight after, and under the key it went over to
        with exchange.laptop.open() as store:
            assert shows_nobody(store)
            recovery.finish(store)
            replay_changes_nothing(store)
            assert shows_nobody(store)
    exchange.sync()
    assert exchange.sync_laptop().unsent_count == 0
    with exchange.at_base() as base:
        found = [held.act for held in acts_of(base, acts.DetailsCorrected)]
        assert [*acts_of(base, acts.RecoveryApplied)]
    new = [each.new for each in found if isinstance(each, acts.DetailsCorrected)]
    assert new == ["Blue door, ring twice.", *["Side gate."] * is_heard]
    exchange.hold_all()


def test_a_frozen_laptop_let_in_that_way_shows_nobody_either_and_goes_on(exchange: Exchange) -> None:
    leave(exchange)
    copied_back(exchange)

    let_in(exchange)

    with exchange.laptop.open() as store:
        assert store.frozen is not None
        assert shows_nobody(store)
    exchange.lift()
    with exchange.laptop.open() as store:
        assert store.frozen is None
        assert shows_nobody(store)
    exchange.sync()
    with exchange.at_base() as base:
        assert [*acts_of(base, acts.RecoveryApplied)]
    exchange.hold_all()


def test_a_laptop_that_was_put_back_hears_it_again_from_a_base_that_was_lost_too(exchange: Exchange) -> None:
    image = exchange.laptop.image()
    leave(exchange)
    exchange.sync()
    for path in exchange.base.glob("anchor-*"):
        path.unlink()
    succeed(exchange)

    put_laptop_back(exchange, image)

    with exchange.laptop.open() as store:
        assert shows_nobody(store)
    assert exchange.sync_base().sent_count == 0
