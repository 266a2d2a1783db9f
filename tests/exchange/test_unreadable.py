"""What a laptop's release cannot read waits at base, its board says so, and everything else reaches the laptop."""

from pathlib import Path

import pytest

from store import coming_in
from store.agreement.lifetime import TermEnd
from store.agreement.london import london_day
from store.agreement.outcomes import OutcomeGroup
from store.custody.credentials import credentials, record_credential
from store.errors import BundleTooNewError
from store.exchange import meant_for, orders
from store.exchange.away import Away, away
from store.exchange.ending import give_notice
from store.exchange.meant_for import COMES_DOWN
from store.exchange.sync import Outcome
from store.keeping import acts
from store.keeping.acts import Act, catalogue
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.acts.terms.store import CredentialEvidence
from store.keeping.term import end_told
from tests.exchange.enrolled import INTERVIEWER
from tests.exchange.exchanging import FAMILIES, Exchange, Laptop, synced, told
from tests.exchange.test_succession import copy_of, put_back_and_succeeded

LATER = "0.3.0"
NAME = f"{INTERVIEWER} of laptop"


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """Base, and a laptop of this release with two families."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    return exchange


def read_since(patch: pytest.MonkeyPatch, *kinds: type[Act]) -> None:
    """Have laptops read some kinds only since a later release."""
    patch.setattr(meant_for, "COMES_DOWN", {**COMES_DOWN, **dict.fromkeys(kinds, LATER)})


def synced_by(patch: pytest.MonkeyPatch, exchange: Exchange, release: str, laptop: Laptop | None = None) -> Outcome:
    """Have a laptop of some release sign in and sync; one before `LATER` has never heard of training."""
    with patch.context() as running:
        running.setattr(coming_in, "RELEASE", release)
        if release != LATER:
            of_then = {name: kind for name, kind in acts.CATALOGUE.items() if kind is not acts.CredentialRecorded}
            opened = (laptop or exchange.laptop).open()  # what it recorded on itself was read before
            running.setattr(catalogue, "CATALOGUE", of_then)
            with opened:
                return synced(opened, exchange.mail)
        return exchange.sync_laptop(laptop)


def train(exchange: Exchange, name: str = NAME) -> str:
    with exchange.at_base() as base:
        return record_credential(base, name, evidence=CredentialEvidence.CERTIFICATE)


def trained_at(exchange: Exchange) -> list[str]:
    with exchange.laptop.open() as store:
        return [each.credential for each in credentials(store)]


def on_board(exchange: Exchange) -> Away:
    with exchange.at_base() as base:
        return away(base)[0]


def test_a_kind_that_a_laptop_never_heard_of_keeps_nothing_else_from_it(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_since(monkeypatch, acts.CredentialRecorded)
    credential = train(exchange)
    given = exchange.give(FAMILIES[2:3])
    exchange.sync_base()

    heard = synced_by(monkeypatch, exchange, "0.1.0")

    assert heard.refused == []
    assert exchange.laptop.held() == set(FAMILIES[:3])
    assert credential not in trained_at(exchange)
    exchange.sync_base()
    assert exchange.state_of(given) == "done"
    assert (on_board(exchange).waiting_count, on_board(exchange).needs_release) == (1, LATER)
    exchange.hold_all()


def test_it_is_told_again_once_the_laptop_reads_it_and_once_only(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_since(monkeypatch, acts.CredentialRecorded)
    credential = train(exchange)
    exchange.sync(3)
    with exchange.at_base() as base:
        assert len(told(base, acts.EntriesWithheld)) == 1

    synced_by(monkeypatch, exchange, LATER)
    exchange.sync_base()
    synced_by(monkeypatch, exchange, LATER)

    assert credential in trained_at(exchange)
    assert on_board(exchange).waiting_count == 0
    exchange.sync(2)
    with exchange.at_base() as base:
        assert len(told(base, acts.EntriesReleased)) == 1
    exchange.hold_all()


def test_a_bundle_made_before_base_knew_how_old_a_laptop_is_blocks_no_later_one(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It went back to an older release: the bundle that lies there cannot be read, what it says up tells base so."""
    read_since(monkeypatch, acts.CredentialRecorded)
    synced_by(monkeypatch, exchange, LATER)
    exchange.sync_base()
    credential = train(exchange)
    lock = exchange.order(lambda base, to: orders.lock(base, to, FAMILIES[:1], FamilyLockCause.CONTACT_WISH))
    exchange.sync_base()

    refused = synced_by(monkeypatch, exchange, "0.1.0")
    assert [type(each.why) for each in refused.refused] == [BundleTooNewError]
    assert refused.sent_count == 1
    exchange.sync_base()
    heard = synced_by(monkeypatch, exchange, "0.1.0")

    assert heard.refused == []
    assert "family_lock_set" in exchange.laptop.bodies(FAMILIES[0])
    assert credential not in trained_at(exchange)
    assert exchange.state_of(lock) == "issued"


def test_what_goes_to_every_laptop_waits_for_the_one_that_cannot_read_it(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = exchange.another("other")
    exchange.sync()
    read_since(monkeypatch, acts.TermEnded)
    with monkeypatch.context() as running:
        running.setattr(coming_in, "RELEASE", LATER)
        exchange.sync_laptop(other)
    with exchange.at_base() as base:
        give_notice(base, TermEnd.IMMEDIATE_NOTICE, london_day(base.now()), None, "ab" * 32)
    exchange.sync_base()
    exchange.sync_laptop()
    with monkeypatch.context() as running:
        running.setattr(coming_in, "RELEASE", LATER)
        exchange.sync_laptop(other)

    def heard() -> list[bool]:
        found = []
        for laptop in exchange.laptops:
            with laptop.open() as store:
                found.append(end_told(store) is not None)
        return found

    assert heard() == [False, True]
    monkeypatch.setattr(coming_in, "RELEASE", LATER)
    exchange.sync_laptop()
    exchange.sync()
    assert heard() == [True, True]
    exchange.hold_all()


def test_a_lock_that_was_opened_and_set_again_meanwhile_is_not_opened_by_what_waited(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clause 7.2a: the opening would be the last word, and who refused would be visited."""

    def set_lock(lock: FamilyLock) -> None:
        with exchange.at_base() as base:
            base.record(
                acts.FamilyLockSet(
                    family=FAMILIES[0], lock=lock, cause=FamilyLockCause.BASE_DECISION, follows_from=None, reason=None
                )
            )

    read_since(monkeypatch, acts.FamilyLockSet)
    set_lock(FamilyLock.LOCKED)
    set_lock(FamilyLock.OPEN)
    exchange.sync()
    assert on_board(exchange).waiting_count == 1
    set_lock(FamilyLock.LOCKED)

    monkeypatch.setattr(coming_in, "RELEASE", LATER)
    exchange.sync_laptop()
    exchange.sync(2)

    assert on_board(exchange).waiting_count == 0
    with exchange.at_base() as base:
        locks = [each.lock for each in told(base, acts.FamilyLockSet) if isinstance(each, acts.FamilyLockSet)]
        assert locks.count(FamilyLock.OPEN) == 1
        assert base.rows("SELECT lock FROM lockset WHERE family = ?", (FAMILIES[0],)) == [(FamilyLock.LOCKED,)]


def test_a_case_that_the_office_took_up_again_meanwhile_is_not_ended_by_what_waited(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended = acts.OutcomeSet(
        family=FAMILIES[0], wave=Wave.ONE, person=None, code="790", group=OutcomeGroup.NOT_ELIGIBLE, reason="Told."
    )
    read_since(monkeypatch, acts.OutcomeSet)
    with exchange.at_base() as base:
        base.record(ended)
    exchange.sync()
    with exchange.at_base() as base:
        base.record(ended.model_copy(update={"code": None, "group": None}))

    monkeypatch.setattr(coming_in, "RELEASE", LATER)
    exchange.sync_laptop()
    exchange.sync(2)

    for opened in (exchange.at_base, exchange.laptop.open):
        with opened() as store:
            assert store.rows("SELECT * FROM setoutcome") == []
    exchange.hold_all()


def test_training_that_ended_meanwhile_is_not_recorded_again_by_what_waited(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    read_since(monkeypatch, acts.CredentialRecorded)
    credential = train(exchange)
    exchange.sync()
    with exchange.at_base() as base:
        (staff,) = [each.staff for each in credentials(base) if each.credential == credential]
        base.record(acts.CredentialEnded(credential=credential, staff=staff, reason="It ran out."))
    exchange.sync()

    monkeypatch.setattr(coming_in, "RELEASE", LATER)
    exchange.sync_laptop()
    exchange.sync(2)

    with exchange.at_base() as base:
        assert [each.is_ended for each in credentials(base) if each.credential == credential] == [True]
    assert credential not in trained_at(exchange)
    exchange.hold_all()


def test_what_waits_outlives_the_base_that_kept_it_back(exchange: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    read_since(monkeypatch, acts.CredentialRecorded)
    credential = train(exchange)
    exchange.sync()
    copy = copy_of(exchange)
    exchange.laptop.correct(FAMILIES[0], "so that base is found behind")
    exchange.sync()

    put_back_and_succeeded(exchange, copy)
    exchange.sync(3)
    assert on_board(exchange).waiting_count == 1
    monkeypatch.setattr(coming_in, "RELEASE", LATER)
    exchange.sync_laptop()
    exchange.sync()

    assert credential in trained_at(exchange)
    exchange.hold_all()
