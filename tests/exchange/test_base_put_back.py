"""A copy of base from yesterday is put back and nobody notices, until a laptop does: it keeps both checkpoints."""

import shutil
from pathlib import Path

import pytest

from store import errors
from store.exchange import orders
from store.exchange.peers import peer
from store.exchange.sync import Outcome
from store.ids import FamilyId
from store.keeping import acts
from store.keeping.acts.act import Act
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.acts.terms.store import AnchorPlace, Direction
from store.keeping.checkpoint import Checkpoint, read_checkpoint
from store.keeping.freshness import Frozen
from store.keeping.inspection import inspect
from store.keeping.kinds import acts_of
from store.keeping.store import Store
from tests.exchange.enrolled import FORGOTTEN, add_laptop
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, correction, hold, synced, told
from tests.exchange.test_succession import copy_of, put_back, succeed
from tests.made import made_base, opened
from tests.secret_service import SecretService


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """Base, and a laptop that heard more of it than the copy knows, which is put back."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    copy = copy_of(exchange)
    exchange.give(FAMILIES[2:3])
    exchange.sync()
    put_back(exchange, copy)
    return exchange


def ahead_of_the_mail(exchange: Exchange) -> Outcome:
    """Let base go on and write before anything of the laptop's reaches it; return what the laptop makes of it."""
    for path in exchange.mail.iterdir():
        path.unlink()
    exchange.give(FAMILIES[3:4])
    exchange.sync_base()
    return exchange.sync_laptop()


def goes_on_as_if_nothing_was(exchange: Exchange) -> Outcome:
    """The number of its bundle was used before."""
    return ahead_of_the_mail(exchange)


def has_sent_more_than_before(exchange: Exchange) -> Outcome:
    """Its numbers were never used, and its journal is longer than the lost one was."""
    for place in range(6):
        for path in exchange.mail.iterdir():
            path.unlink()
        with exchange.at_base() as base:
            base.record(*(correction(FAMILIES[5], f"gate {place}, {each}") for each in range(9)))
        exchange.give(FAMILIES[3:4] if place % 2 else FAMILIES[4:5])
        exchange.sync_base()
    return exchange.sync_laptop()


WAYS = (goes_on_as_if_nothing_was, has_sent_more_than_before)


def only(store: Store, kind: type[Act]) -> Act:
    (act,) = told(store, kind)
    return act


def notes_of_base(store: Store, key_of: Exchange) -> dict[str, Checkpoint]:
    """Return what is kept of base's heads, by digest; each is signed by base."""
    with key_of.at_base() as base:
        key = base.keys.device.signing.public_key()
        journal = base.sidecar.journal
    rows = store.rows("SELECT digest, note FROM exchangednote WHERE journal = ?", (journal,))
    return {digest: read_checkpoint(bytes(note), key) for digest, note in rows}


@pytest.mark.parametrize("way", WAYS)
def test_a_laptop_refuses_a_base_that_was_put_back_and_keeps_both_checkpoints(exchange: Exchange, way: object) -> None:
    assert callable(way)
    outcome = way(exchange)

    (refused,) = outcome.refused
    assert isinstance(refused.why, errors.BaseBehindError)
    assert refused.why.message.startswith("An older copy of base was put back")
    assert "recover succeed" in refused.why.hint
    with exchange.laptop.open() as store:
        assert store.frozen is None
        raised, found = only(store, acts.IncidentRaised), only(store, acts.RollbackFound)
        rejected = told(store, acts.BundleRejected)[-1]
        assert isinstance(raised, acts.IncidentRaised)
        assert isinstance(found, acts.RollbackFound)
        assert isinstance(rejected, acts.BundleRejected)
        assert refused.sender is not None
        assert (raised.incident_kind, raised.devices) == (IncidentKind.ROLLBACK, (refused.sender.device,))
        assert raised.incident == found.incident == rejected.incident == refused.why.incident
        assert found.place is AnchorPlace.WITNESS
        assert len(store.rows("SELECT 1 FROM dutyclock WHERE about_id = ?", (raised.incident,))) >= 2
        notes = notes_of_base(store, exchange)
        exchanged = [
            each for each in told(store, acts.CheckpointExchanged) if isinstance(each, acts.CheckpointExchanged)
        ]
        assert [each.direction for each in exchanged] == [Direction.IN] * 2
        heads = {(notes[each.note_digest].size, notes[each.note_digest].root.hex()) for each in exchanged}
        assert heads == {(found.anchored_size, found.anchored_root), (found.found_size, found.found_root)}
        assert all((each.size, each.root) in heads for each in exchanged)
        inspect(store, signatures=True)
    assert exchange.laptop.held() == set(FAMILIES[:3])


def test_it_is_one_incident_however_often_base_goes_on(exchange: Exchange) -> None:
    first = ahead_of_the_mail(exchange)
    for path in exchange.mail.iterdir():
        path.unlink()
    for place in range(2):
        with exchange.at_base() as base:
            base.record(correction(FAMILIES[3], f"gate {place}"))
        exchange.give(FAMILIES[4 + place : 5 + place])
        exchange.sync_base()
        again = exchange.sync_laptop()
        for path in exchange.mail.iterdir():
            path.unlink()
        assert [type(each.why) for each in again.refused] == [errors.BaseBehindError]

    with exchange.laptop.open() as store:
        only(store, acts.IncidentRaised)
        only(store, acts.RollbackFound)
        rejected = [each for each in told(store, acts.BundleRejected) if isinstance(each, acts.BundleRejected)]
        (known,) = {each.incident for each in rejected}
        assert known == first.refused[0].why.incident  # type: ignore[attr-defined]  # seen above
        hold(store)


@pytest.mark.parametrize("way", WAYS)
def test_base_freezes_at_the_next_bundle_and_keeps_both_sides_when_it_goes_on(exchange: Exchange, way: object) -> None:
    assert callable(way)
    way(exchange)

    with pytest.raises(errors.StoreBehindError) as refused:
        exchange.sync_base()

    assert "recover succeed" in refused.value.hint
    with exchange.at_base() as base:
        assert base.frozen in (Frozen.ROLLED_BACK, Frozen.FORKED)
        former, ours = base.sidecar.journal, base.journal.head()
    succeed(exchange)
    exchange.sync(3)
    with exchange.at_base() as base:
        found = [each for each in told(base, acts.RollbackFound) if isinstance(each, acts.RollbackFound)]
        assert [each.place for each in found] == [AnchorPlace.SIDECAR, AnchorPlace.WITNESS]
        assert {(each.journal, each.found_size, each.found_root) for each in found} == {
            (former, ours.size, ours.root.hex())
        }
        lost = {(each.anchored_size, each.anchored_root) for each in found}
        kept = [
            read_checkpoint(bytes(note), base.keys.device.signing.public_key())
            for (note,) in base.rows("SELECT note FROM exchangednote WHERE journal = ?", (former,))
        ]
        assert {(each.size, each.root.hex()) for each in kept} == lost
        own = only(base, acts.IncidentRaised)
        assert isinstance(own, acts.IncidentRaised)
        assert found[0].incident == own.incident
        raised = {each.act.incident for each in acts_of(base, acts.IncidentRaised)}  # type: ignore[attr-defined]  # of that kind
        assert len(raised) == 2  # base's own, and what the laptop raised
    assert exchange.sync_laptop().refused == []
    exchange.hold_all()


def test_a_base_that_hears_of_it_first_freezes_before_it_tells_anybody(exchange: Exchange) -> None:
    exchange.laptop.correct(FAMILIES[0], "later")
    exchange.sync_laptop()

    with pytest.raises(errors.StoreBehindError):
        exchange.sync_base()

    succeed(exchange)
    exchange.sync(3)
    with exchange.laptop.open() as store:
        assert told(store, acts.RollbackFound) == told(store, acts.IncidentRaised) == []
    with exchange.at_base() as base:
        assert len(told(base, acts.RollbackFound)) == 2
    exchange.hold_all()


def test_a_keyring_that_was_put_back_too_hides_nothing_from_a_laptop(
    tmp_path: Path, secret_service: SecretService
) -> None:
    folder, mail = made_base(tmp_path, has_keyring=True), tmp_path / "mail"
    pair = add_laptop(folder, tmp_path, "laptop")
    mail.mkdir()

    def at_base(*given: FamilyId) -> None:
        with opened(folder) as base:
            assert base.frozen is None
            if given:
                orders.allocate(base, peer(base, pair.device), given)
            synced(base, mail)

    def at_laptop() -> Outcome:
        with opened(pair.laptop, FORGOTTEN) as laptop:
            return synced(laptop, mail)

    with opened(folder) as base:
        base.record(*DELIVERED)
    for _ in range(2):
        at_base()
        at_laptop()
    copy, remembered = shutil.copytree(folder, tmp_path / "copy"), secret_service.entries()
    at_base(FAMILIES[0])
    at_laptop()
    shutil.rmtree(folder)
    copy.rename(folder)
    secret_service.empty()
    for name, secret in remembered.items():
        secret_service.plant(name, "doorstep", secret, application="doorstep")  # as the store names it
    for path in mail.iterdir():
        path.unlink()
    at_base(FAMILIES[1])

    assert [type(each.why) for each in at_laptop().refused] == [errors.BaseBehindError]
    with pytest.raises(errors.StoreBehindError):
        at_base()
    with opened(folder) as base:
        assert base.frozen is not None
