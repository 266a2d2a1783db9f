"""The register of devices: what may be said of one, and what is refused."""

from pathlib import Path
from typing import Any

import pytest

from store import errors
from store.custody import holdings, register
from store.custody.naming import devices_named
from store.ids import DeviceId, new_id
from store.keeping import acts, staffing
from store.keeping.acts.terms.devices import DeviceKind, DeviceState, Encrypted, EncryptionScheme, HoldingMove
from store.keeping.acts.terms.exchange import Shipment
from store.keeping.acts.terms.store import ErasureReason, StaffRole
from store.keeping.store import Store
from tests.made import SECOND_PASSPHRASE, MachineTime, families, made_base, opened, passphrase
from tui.common.trail.reading import device_called


def a_drive(**said: Any) -> acts.DeviceParticulars:
    encryption = acts.EncryptionEvidence(
        encrypted=said.pop("encrypted", Encrypted.YES),
        scheme=EncryptionScheme.LUKS,
        evidence="LUKS2, seen by Supervisor One",
        seen_on=said.pop("seen_on", "2015-11-02"),
    )
    told = {"kind": DeviceKind.REMOVABLE_DRIVE, "name": "Stick 1", "serial": "AB-12 34", **said}
    empty = dict.fromkeys(("maker", "model", "owner_tag", "holder", "kept_at"))
    return acts.DeviceParticulars(
        **{**empty, **told, "country": "GB", "why_necessary": "To carry proofs.", "encryption": encryption}
    )


def export(store: Store, device: DeviceId, *exported: acts.FamilyDelivered) -> str:
    dataset = new_id()
    store.record(
        acts.HoldingRecorded(
            holding=new_id(),
            move=HoldingMove.EXPORT,
            device=device,
            dataset=dataset,
            shipment=Shipment.CONSENT_PROOF,
            families=tuple(each.family for each in exported),
            families_count=len(exported),
            order=None,
            movement=None,
            at_ms=store.last_act().at_ms,
        )
    )
    return dataset


@pytest.fixture
def drive(store: Store) -> register.Device:
    device = register.register(store, a_drive())
    return register.device_named(store, device)


def test_a_base_stands_on_its_own_register_from_its_first_act(store: Store) -> None:
    (base,) = register.devices(store)

    assert base.device == DeviceId(store.sidecar.store)
    assert (base.kind, base.state) == (DeviceKind.BASE_STATION, DeviceState.IN_USE)
    assert base.particulars is None


@pytest.mark.parametrize("serial", ["AB-12 34", "ab1234", "A B 1 2 3 4"])
def test_a_serial_number_is_on_the_register_once_however_it_is_written(
    store: Store, drive: register.Device, serial: str
) -> None:
    with pytest.raises(errors.SerialTakenError):
        register.register(store, a_drive(name="Stick 2", serial=serial))

    assert drive.particulars is not None
    register.change(store, drive, drive.particulars.model_copy(update={"serial": serial}), "read again")
    assert len(register.devices(store)) == 2


def test_what_cannot_be_on_the_register_is_refused_and_nothing_is_told(store: Store, drive: register.Device) -> None:
    size = store.journal.size

    for said, refusal in (
        ({"encrypted": Encrypted.NO}, errors.DeviceNotEncryptedError),
        ({"seen_on": "2015-11-03"}, errors.EvidenceDayError),
        ({"name": "Stick 1"}, errors.DeviceNameTakenError),
        ({"name": "\x1b[2J"}, errors.LineFormError),
    ):
        with pytest.raises(refusal):
            register.register(store, a_drive(**{"name": "Stick 2", "serial": None, **said}))
    assert store.journal.size == size
    assert drive.name == "Stick 1"


def test_a_drive_that_holds_data_cannot_be_retired_and_it_is_said_what_without_a_name(
    store: Store, drive: register.Device
) -> None:
    first, second = families(2)
    store.record(first, second)
    export(store, drive.device, first, second)

    with pytest.raises(errors.DeviceHoldsDataError) as refused:
        register.change_state(store, drive, DeviceState.RETIRED)

    assert (refused.value.count, refused.value.datasets) == (2, (("consent_proof", 2),))
    for family in (first, second):
        assert family.family not in refused.value.message
        assert family.council_reference not in refused.value.message


def test_wiping_a_drive_tells_that_all_on_it_was_erased_and_then_it_can_be_retired(
    store: Store, drive: register.Device
) -> None:
    first, second = families(2)
    store.record(first, second)
    export(store, drive.device, first)
    export(store, drive.device, first, second)

    register.change_state(store, drive, DeviceState.WIPED, "overwritten")
    wiped = register.device_named(store, drive.name)
    assert holdings.lying_on(store, drive.device) == []
    assert [each.device for each in holdings.lying_of(store, first.family)] == [DeviceId(store.sidecar.store)]
    register.change_state(store, wiped, DeviceState.RETIRED)

    told = [step.act for step in register.history(store, drive.device)]
    assert [type(act) for act in told[-4:]] == [acts.HoldingRecorded] * 2 + [acts.DeviceStateChanged] * 2
    assert register.device_named(store, drive.name).state is DeviceState.RETIRED
    register.register(store, a_drive(serial=None))  # its name is free again


def test_after_a_family_is_destroyed_the_counts_stay_and_the_link_to_it_is_gone(
    store: Store, drive: register.Device
) -> None:
    first, second = families(2)
    store.record(first, second)
    dataset = export(store, drive.device, first, second)
    store.erase_for_ever([first.family], ErasureReason.RETENTION_ENDED, authority="7.2f")

    for _ in range(2):
        (left,) = holdings.left_on(holdings.datasets_on(store, drive.device))
        assert (left.dataset, left.left_here_count) == (dataset, 2)
        assert [each.family for each in holdings.lying_on(store, drive.device)] == [second.family]
        assert holdings.lying_of(store, first.family) == []
        with pytest.raises(errors.DeviceHoldsDataError):
            register.change_state(store, drive, DeviceState.RETIRED)
        store.replay()


def test_what_a_device_held_then_is_known_now(tmp_path: Path, machine_time: MachineTime) -> None:
    with opened(made_base(tmp_path)) as store:
        before = store.now()
        drive = register.device_named(store, register.register(store, a_drive(seen_on="2015-11-01")))
        (family,) = families(1)
        store.record(family)
        machine_time.move(hours=1)
        registered = store.now()
        machine_time.move(hours=1)
        store.record(acts.HoldingRecorded(
            holding=new_id(), move=HoldingMove.EXPORT, device=drive.device, dataset=new_id(),
            shipment=Shipment.CONSENT_PROOF, families=(family.family,), families_count=1, order=None, movement=None,
            at_ms=int(store.now().timestamp() * 1000),
        ))  # fmt: skip
        exported = store.now()
        machine_time.move(hours=1)
        register.change_state(store, drive, DeviceState.WIPED, "overwritten")

        assert [len(holdings.lying_on(store, drive.device, at)) for at in (registered, exported, None)] == [0, 1, 0]
        assert [holdings.held_count(store, drive.device, drive.kind, at) for at in (registered, exported)] == [0, 1]
        assert register.state_at(store, drive.device, exported) is DeviceState.IN_USE
        assert register.state_at(store, drive.device, store.now()) is DeviceState.WIPED
        with pytest.raises(errors.AsOfTooEarlyError):
            register.state_at(store, drive.device, before.replace(year=2014))


def test_a_device_cannot_be_put_where_it_stands(store: Store, drive: register.Device) -> None:
    with pytest.raises(errors.DeviceStateError):
        register.change_state(store, drive, DeviceState.IN_USE)


def test_base_is_not_wiped_while_it_runs_a_lost_drive_not_at_all_and_no_drive_without_a_word(
    store: Store, drive: register.Device
) -> None:
    (here,) = (each for each in register.devices(store) if each.device == DeviceId(store.sidecar.store))
    with pytest.raises(errors.DeviceIsHereError):
        register.change_state(store, here, DeviceState.WIPED, "overwritten")
    with pytest.raises(errors.WipedHowError):
        register.change_state(store, drive, DeviceState.WIPED)
    register.change_state(store, drive, DeviceState.LOST)
    with pytest.raises(errors.DeviceStillLostError):
        register.change_state(store, register.device_named(store, drive.name), DeviceState.WIPED, "from afar")

    for state in (DeviceState.IN_USE, DeviceState.WIPED):
        register.change_state(store, register.device_named(store, drive.name), state, "found in a drawer")
    assert register.device_named(store, drive.name).state is DeviceState.WIPED


def test_a_name_is_that_of_the_device_that_is_not_retired(store: Store, drive: register.Device) -> None:
    register.change_state(store, drive, DeviceState.RETIRED)
    again = register.register(store, a_drive(serial=None))

    for state in (DeviceState.LOST, DeviceState.RETURNED):
        register.change_state(store, register.device_named(store, again), state)
        assert register.device_named(store, drive.name).device == again
    assert devices_named(store, [drive.name, drive.device]) == (again, drive.device)
    assert device_called(store, drive.name) == again
    with pytest.raises(errors.DeviceNameTakenError):
        register.change_state(store, register.device_named(store, drive.device), DeviceState.IN_USE)


def test_at_base_a_supervisor_alone_keeps_the_register(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Auditor One", StaffRole.AUDITOR, passphrase(SECOND_PASSPHRASE))
    with opened(folder, SECOND_PASSPHRASE) as store, pytest.raises(errors.NotASupervisorError):
        register.register(store, a_drive())
