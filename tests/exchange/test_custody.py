"""What real bundles, orders and sticks leave in the custody register, on both sides."""

from pathlib import Path

import pytest

from store.clock import Instant
from store.custody import holdings, register
from store.exchange import orders
from store.ids import DeviceId, FamilyId
from store.keeping import acts
from store.keeping.acts.terms.devices import DeviceKind, Encrypted, VolumeMoment, VolumeRole
from store.keeping.acts.terms.families import RecallCause
from store.keeping.store import Store
from tests.exchange.exchanging import FAMILIES, Exchange, hold


def on(store: Store, device: DeviceId, at: Instant | None = None) -> set[FamilyId]:
    return {each.family for each in holdings.lying_on(store, device, at)}


def mailbox_of(store: Store) -> DeviceId:
    (mailbox,) = [each.device for each in register.devices(store) if each.kind is DeviceKind.MAILBOX]
    return mailbox


def counts(store: Store, device: DeviceId) -> list[int]:
    return [each.left_here_count for each in holdings.left_on(holdings.datasets_on(store, device))]


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    return Exchange(tmp_path)


def test_a_stick_holds_the_families_of_a_bundle_until_the_laptop_took_it_in(exchange: Exchange) -> None:
    exchange.give(FAMILIES[:3])
    exchange.sync_base()
    with exchange.at_base() as base:
        stick = mailbox_of(base)
        assert on(base, stick) == set(FAMILIES[:3])
        assert counts(base, stick) == [3]
        assert on(base, exchange.laptop.device) == set()
        left_at = base.now()

    exchange.sync_laptop()
    exchange.sync_base()

    with exchange.at_base() as base:
        assert on(base, stick) == set()
        assert counts(base, stick) == []
        assert on(base, exchange.laptop.device) == set(FAMILIES[:3])
        assert on(base, stick, left_at) == set(FAMILIES[:3])
        hold(base)
    with exchange.laptop.open() as store:
        assert on(store, exchange.laptop.device) == set(FAMILIES[:3])
        assert counts(store, exchange.laptop.device) == [3]


def test_a_bundle_that_was_taken_is_gone_from_the_stick_it_was_left_on_last_alone(exchange: Exchange) -> None:
    order = exchange.give(FAMILIES[:2])
    other = exchange.another("Laptop Two")
    exchange.sync_base()
    with exchange.at_base() as base:
        first = mailbox_of(base)
    with other.open() as store:
        store.record(acts.BundleReceived(
            bundle_digest="00" * 32, number=0, from_device=DeviceId(first), mailbox=first, size_bytes=1, entries=(),
            new_entries_count=0, orders=(order,), checkpoint_size=0, checkpoint_root="00" * 32, unsent_count=0,
            sender_ahead_s=0,
        ))  # fmt: skip
    exchange.sync_laptop(other)
    exchange.sync_base()
    with exchange.at_base() as base:
        assert on(base, first) == set(FAMILIES[:2])

    exchange.mail = exchange.folder / "another stick"
    exchange.mail.mkdir()
    exchange.sync()

    with exchange.at_base() as base:
        assert {each.device for each in holdings.lying_of(base, FAMILIES[0])} == {
            first, exchange.laptop.device, DeviceId(base.sidecar.store),
        }  # fmt: skip
        hold(base)


def test_a_stick_that_base_uses_again_holds_no_more_what_the_laptop_had_from_another(exchange: Exchange) -> None:
    """Clause A9: the file that gave the families is gone from it, for the laptop's next bundle took its place."""
    used, unused = exchange.mail, exchange.folder / "another stick"
    unused.mkdir()
    exchange.give(FAMILIES[:2])
    exchange.mail = unused
    exchange.sync_base()
    exchange.mail = used
    exchange.sync()
    with exchange.at_base() as base:
        (drawer,) = [each.device for each in register.devices(base) if each.name == str(unused)]
        assert on(base, drawer) == set(FAMILIES[:2])
    former = set(unused.glob("*.bundle"))

    exchange.mail = unused
    exchange.sync_base()

    assert former.isdisjoint(unused.glob("*.bundle"))
    with exchange.at_base() as base:
        assert on(base, drawer) == set()
        assert counts(base, drawer) == []
        hold(base)


def test_what_a_laptop_gave_back_is_gone_from_it_and_known_to_have_been_there(exchange: Exchange) -> None:
    exchange.give(FAMILIES[:3])
    exchange.sync()
    with exchange.at_base() as base:
        held_at = base.now()
    exchange.order(lambda base, to: orders.recall(base, to, [FAMILIES[0]], RecallCause.REALLOCATED))
    exchange.order(lambda base, to: orders.destroy(base, to, [FAMILIES[1]]))
    exchange.back_up()
    exchange.sync(3)

    with exchange.at_base() as base:
        laptop = exchange.laptop.device
        assert on(base, laptop) == {FAMILIES[2]}
        assert on(base, laptop, held_at) == set(FAMILIES[:3])
        assert counts(base, laptop) == [1]
        assert laptop not in {each.device for each in holdings.lying_of(base, FAMILIES[0])}
        assert holdings.held_count(base, laptop, DeviceKind.LAPTOP) == 1
        hold(base)
    with exchange.laptop.open() as store:
        assert on(store, laptop) == {FAMILIES[2]}
        assert counts(store, laptop) == [1]
        hold(store)


def test_a_laptops_mailbox_holds_what_it_told_of_families_until_base_receipted_it(exchange: Exchange) -> None:
    exchange.give(FAMILIES[:3])
    exchange.sync()
    exchange.laptop.correct(FAMILIES[0], "Ring the lower bell.")
    exchange.laptop.correct(FAMILIES[1], "Go round the back.")

    stick: list[DeviceId] = []

    def held(at: Instant | None = None) -> int:
        with exchange.laptop.open() as store:
            box = stick[0] if stick else mailbox_of(store)
            return holdings.held_count(store, box, DeviceKind.MAILBOX, at)

    def now() -> Instant:
        with exchange.laptop.open() as store:
            return store.now()

    assert held() == 0
    before = now()
    exchange.sync_laptop()
    assert held() == 2
    with exchange.laptop.open() as store:
        stick.append(mailbox_of(store))
    meanwhile = now()
    exchange.sync_base()
    exchange.sync_laptop()
    assert held() == 0
    assert (held(before), held(meanwhile)) == (0, 2)

    exchange.laptop.correct(FAMILIES[0], "Ring twice.")
    exchange.sync_laptop()
    exchange.mail = exchange.folder / "another stick"
    exchange.mail.mkdir()
    exchange.sync_laptop()
    assert held() == 1  # what was left on the first stick lies there still


def test_base_knows_how_a_laptop_found_its_volumes_and_takes_its_word_on_no_other_device(exchange: Exchange) -> None:
    laptop = exchange.laptop.device
    with exchange.laptop.open() as store:
        base_id = DeviceId(store.rows("SELECT device FROM peer WHERE role = 'base'")[0][0])
        store.record(looked_at(laptop, Encrypted.YES), looked_at(base_id, Encrypted.NO))
    exchange.sync()

    with exchange.at_base() as base:
        found = register.volume_found(base, laptop)
        assert found is not None
        assert (found.encrypted, found.evidence) == (Encrypted.YES, "store: yes (dm-0 is CRYPT-LUKS2)")
        assert register.volume_found(base, base_id) is None


def looked_at(device: DeviceId, encrypted: Encrypted) -> acts.VolumeChecked:
    seen = acts.VolumeSeen(role=VolumeRole.STORE, encrypted=encrypted, evidence="dm-0 is CRYPT-LUKS2")
    return acts.VolumeChecked(
        device=device, moment=VolumeMoment.UNLOCK, encrypted=encrypted, volumes=(seen,), attestation=None
    )
