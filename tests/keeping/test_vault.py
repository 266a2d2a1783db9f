"""From a passphrase and the keyring to the keys of a store: what opens, and what never does."""

import pickle
from collections.abc import Callable
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from store.errors import (
    DeviceSecretWrongError,
    KeyWipedError,
    PassphraseTakenError,
    SidecarForgedError,
    StoreError,
    WrongPassphraseError,
)
from store.ids import StoreId
from store.keeping import sidecar as sidecar_file
from store.keeping import vault
from store.keeping.secret import Secret
from store.keeping.sidecar import PersonSlot, Sidecar
from store.keeping.vault import DeviceKeys, PersonKeys, Seeds, StoreKeys
from tests.keeping.made_up import (
    ANNA,
    BILAL,
    CERYS,
    DATA_KEY,
    DEVICE,
    DEVICE_SECRET,
    OTHER_STORE,
    STORE,
    empty_sidecar,
    made_up_sidecar,
    passphrase_key,
    secret,
    seeds,
    with_people,
)


def public(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes_raw().hex()


def slot_of(said: Sidecar, staff: str) -> PersonSlot:
    return next(slot for slot in said.people if slot.staff == staff)


@pytest.mark.parametrize("device_secret", [None, DEVICE_SECRET], ids=["passphrase only", "with a keyring"])
@pytest.mark.parametrize(("staff", "word"), [(ANNA, "anna"), (BILAL, "bilal")])
def test_everybody_comes_to_the_same_store_by_their_own_passphrase(
    device_secret: Secret | None, staff: str, word: str
) -> None:
    said = made_up_sidecar(device_secret)

    keys = vault.unlock(said, passphrase_key(word), device_secret)

    assert keys.person.staff == staff
    assert public(keys.person.signing) == public(seeds(word).signing_key()) == slot_of(said, staff).signing
    assert keys.data.reveal() == DATA_KEY.reveal()
    assert public(keys.device.signing) == said.device.signing
    assert keys.device.seeds.sealing_key().public.hex() == said.device.sealing


def test_what_is_unlocked_holds_the_sidecar_it_came_from(tmp_path: Path) -> None:
    keys = vault.unlock(made_up_sidecar(), passphrase_key("anna"), None)
    sidecar_file.write(tmp_path, made_up_sidecar(), keys.sidecar)

    sidecar_file.hold(
        sidecar_file.read(tmp_path), vault.unlock(made_up_sidecar(), passphrase_key("bilal"), None).sidecar
    )


def test_a_passphrase_of_nobody_opens_nothing() -> None:
    for said in (made_up_sidecar(), empty_sidecar()):
        with pytest.raises(WrongPassphraseError) as refused:
            vault.unlock(said, passphrase_key("cerys"), None)
        assert refused.value.hint


@pytest.mark.parametrize("held", [secret("another device secret"), secret("device secret of epoch 2")])
def test_another_device_secret_is_told_apart_from_a_wrong_passphrase(held: Secret) -> None:
    said = made_up_sidecar(DEVICE_SECRET)

    with pytest.raises(DeviceSecretWrongError):
        vault.unlock(said, passphrase_key("anna"), held)
    with pytest.raises(WrongPassphraseError):
        vault.unlock(said, passphrase_key("cerys"), held)


@pytest.mark.parametrize(("store", "epoch"), [(STORE, 2), (OTHER_STORE, 1)])
def test_what_a_device_secret_wrapped_for_one_epoch_of_one_store_is_wrapped_for_no_other(
    store: StoreId, epoch: int
) -> None:
    said = made_up_sidecar(DEVICE_SECRET)
    elsewhere = vault.seal_data_key(store, epoch, DATA_KEY, seeds("anna").sealing_key().public, DEVICE_SECRET)

    with pytest.raises(DeviceSecretWrongError):
        vault.unlock(with_anna(said, data_key=elsewhere), passphrase_key("anna"), DEVICE_SECRET)


def test_neither_the_disk_without_the_keyring_nor_the_other_way_round_opens() -> None:
    with pytest.raises(SidecarForgedError):
        vault.unlock(made_up_sidecar(DEVICE_SECRET), passphrase_key("anna"), None)
    with pytest.raises(DeviceSecretWrongError):
        vault.unlock(made_up_sidecar(), passphrase_key("anna"), DEVICE_SECRET)


def test_two_people_may_not_share_a_passphrase() -> None:
    said = made_up_sidecar()

    with pytest.raises(PassphraseTakenError) as refused:
        vault.person_slot(said, CERYS, seeds("cerys"), passphrase_key("bilal"), "00")

    assert "bilal" not in str(refused.value).lower()


def test_changing_a_passphrase_wraps_one_person_anew_and_touches_nobody_else() -> None:
    said = made_up_sidecar(DEVICE_SECRET)
    before, kept = vault.passphrase_owner(said, passphrase_key("anna"))

    again = vault.with_person(
        said, vault.person_slot(said, ANNA, kept, passphrase_key("anna's new one"), before.data_key)
    )

    after = slot_of(again, ANNA)
    assert (after.staff, after.signing, after.sealing, after.data_key) == (
        before.staff,
        before.signing,
        before.sealing,
        before.data_key,
    )
    assert after.wrapped != before.wrapped
    assert slot_of(again, BILAL) == slot_of(said, BILAL)
    assert replace(again, people=()) == replace(said, people=())
    assert vault.unlock(again, passphrase_key("anna's new one"), DEVICE_SECRET).person.staff == ANNA
    assert vault.unlock(again, passphrase_key("bilal"), DEVICE_SECRET).person.staff == BILAL
    with pytest.raises(WrongPassphraseError):
        vault.unlock(again, passphrase_key("anna"), DEVICE_SECRET)


def test_the_same_passphrase_again_is_no_clash_with_oneself_and_still_wrapped_anew() -> None:
    said = made_up_sidecar()
    before, kept = vault.passphrase_owner(said, passphrase_key("anna"))

    after = vault.person_slot(said, ANNA, kept, passphrase_key("anna"), before.data_key)

    assert after.wrapped != before.wrapped


def test_somebody_who_was_taken_out_signs_in_no_more_and_the_others_do() -> None:
    said = vault.without_person(made_up_sidecar(), ANNA)

    with pytest.raises(WrongPassphraseError):
        vault.unlock(said, passphrase_key("anna"), None)
    assert vault.unlock(said, passphrase_key("bilal"), None).person.staff == BILAL


@pytest.mark.parametrize("device_secret", [None, DEVICE_SECRET], ids=["passphrase only", "with a keyring"])
def test_the_recovery_slot_opens_with_the_recovery_key_and_the_device_secret_alone(
    device_secret: Secret | None,
) -> None:
    said, recovery = made_up_sidecar(device_secret), seeds("recovery").sealing_key()

    slot = vault.recovery_slot(said, recovery.public, DATA_KEY, device_secret)

    assert slot.sealing == recovery.public.hex()
    opened = vault._open_data_key(said, slot.data_key, recovery, device_secret)
    assert opened.reveal() == DATA_KEY.reveal()
    with pytest.raises(SidecarForgedError):
        vault._open_data_key(said, slot.data_key, seeds("anna").sealing_key(), device_secret)
    with pytest.raises((DeviceSecretWrongError, SidecarForgedError)):
        vault._open_data_key(said, slot.data_key, recovery, secret("another device secret"))


def anna_of(other: Sidecar) -> Callable[[Sidecar], Sidecar]:
    return lambda said: vault.with_person(said, slot_of(other, ANNA))


def with_anna(said: Sidecar, **changed: Any) -> Sidecar:
    return vault.with_person(said, replace(slot_of(said, ANNA), **changed))


OTHER_DATA_KEY = secret("data key of another store")
ELSEWHERE = with_people(empty_sidecar(OTHER_STORE, data_key=OTHER_DATA_KEY), OTHER_DATA_KEY, None)
LATER_KEY = secret("data key of epoch 2")
LATER = with_people(empty_sidecar(epoch=2, data_key=LATER_KEY), LATER_KEY, None)

SWAPS: dict[str, Callable[[Sidecar], Sidecar]] = {
    "Anna's slot of another store": anna_of(ELSEWHERE),
    "the data key of another store": lambda said: with_anna(said, data_key=slot_of(ELSEWHERE, ANNA).data_key),
    "Anna's slot of another epoch": anna_of(LATER),
    "the data key of another epoch": lambda said: with_anna(said, data_key=slot_of(LATER, ANNA).data_key),
    "the epoch's number": lambda said: replace(said, epoch=2),
    "the store's id": lambda said: replace(said, store=OTHER_STORE),
    "the data key of another person": lambda said: with_anna(said, data_key=slot_of(said, BILAL).data_key),
    "the private halves of another person": lambda said: with_anna(said, wrapped=slot_of(said, BILAL).wrapped),
    "Anna under another name": lambda said: replace(said, people=(replace(slot_of(said, ANNA), staff=CERYS),)),
    "the device of another store": lambda said: replace(said, device=ELSEWHERE.device),
    "the device keys of another epoch": lambda said: replace(said, device=LATER.device),
    "half a byte string": lambda said: with_anna(said, data_key="00"),
    "a wrap of nothing": lambda said: with_anna(said, wrapped="00"),
    "a device of nothing": lambda said: replace(said, device=replace(said.device, wrapped="00")),
}


@pytest.mark.parametrize("swap", SWAPS.values(), ids=SWAPS.keys())
def test_slots_exchanged_between_stores_epochs_and_people_open_nothing(swap: Callable[[Sidecar], Sidecar]) -> None:
    swapped = swap(made_up_sidecar())

    with pytest.raises(StoreError) as refused:
        vault.unlock(swapped, passphrase_key("anna"), None)

    assert type(refused.value) in (WrongPassphraseError, SidecarForgedError)


@pytest.mark.parametrize("device_secret", [None, DEVICE_SECRET], ids=["passphrase only", "with a keyring"])
def test_a_data_key_that_somebody_else_chose_is_not_taken_however_well_it_is_sealed(
    device_secret: Secret | None,
) -> None:
    # Whoever can write to the folder has everybody's public halves, and could lay a file of their own under the store,
    # which they can read: all they need is that a person signs in to it.
    said = made_up_sidecar(device_secret)
    theirs = secret("a data key of somebody else")
    anna = slot_of(said, ANNA)
    laid_under = replace(
        said,
        keyring=None,
        device=replace(said.device, wrapped=vault.device_slot(STORE, seeds("somebody else"), theirs).wrapped),
        people=(
            replace(anna, data_key=vault.seal_data_key(STORE, said.epoch, theirs, bytes.fromhex(anna.sealing), None)),
        ),
    )

    with pytest.raises(SidecarForgedError):
        vault.unlock(laid_under, passphrase_key("anna"), None)
    device_too = replace(laid_under, device=vault.device_slot(STORE, seeds("somebody else"), theirs))
    with pytest.raises(SidecarForgedError):
        vault.unlock(device_too, passphrase_key("anna"), None)


def test_a_new_epoch_needs_nobodys_passphrase_and_everybody_signs_in_as_before() -> None:
    said = made_up_sidecar(DEVICE_SECRET)
    secret_2 = secret("device secret of epoch 2")

    renewed = replace(
        said,
        epoch=2,
        device=vault.device_slot(STORE, replace(DEVICE, sealing=secret("device opens from epoch 2")), LATER_KEY),
        people=tuple(
            replace(slot, data_key=vault.seal_data_key(STORE, 2, LATER_KEY, bytes.fromhex(slot.sealing), secret_2))
            for slot in said.people
        ),
    )

    for word in ("anna", "bilal"):
        keys = vault.unlock(renewed, passphrase_key(word), secret_2)
        assert keys.data.reveal() == LATER_KEY.reveal()
    with pytest.raises(DeviceSecretWrongError):
        vault.unlock(renewed, passphrase_key("anna"), DEVICE_SECRET)


def test_every_derived_key_differs_from_every_other_one() -> None:
    person, device = PersonKeys.of(ANNA, seeds("anna")), DeviceKeys.of(DEVICE)
    derived = []

    for store in (STORE, OTHER_STORE):
        for data_key in (DATA_KEY, LATER_KEY):
            keys = vault.keys_of(store, data_key, person, device)
            derived += [bytes(each.reveal()) for each in (keys.database, keys.anchor, keys.sidecar)]
            derived.append(bytes(data_key.derive(f"doorstep/device-keys/1/{store}").reveal()))
        derived += [
            bytes(vault.queue_key(store, salt, held).reveal())
            for salt, held in (("5a" * 16, None), ("5b" * 16, None), ("5a" * 16, DEVICE_SECRET))
        ]
    derived += [bytes(each.reveal()) for each in (DATA_KEY, LATER_KEY)]
    derived += [bytes.fromhex(vault.fingerprint(each)) for each in (DATA_KEY, LATER_KEY)]

    assert len(set(derived)) == len(derived)
    assert {len(each) for each in derived} == {32}


def test_the_queue_key_is_the_same_before_anybody_has_signed_in() -> None:
    one, two = (vault.queue_key(STORE, "5a" * 16, DEVICE_SECRET) for _ in range(2))

    assert one.reveal() == two.reveal()
    assert one.reveal() == vault.queue_key(STORE, "5b" * 16, DEVICE_SECRET).reveal()


def test_fresh_seeds_and_secrets_are_never_the_same() -> None:
    drawn = {bytes(vault.new_secret().reveal()) for _ in range(20)} | {Seeds.fresh().joined() for _ in range(20)}

    assert len(drawn) == 40
    assert Seeds.of(DEVICE.joined()).joined() == DEVICE.joined()


def test_nothing_secret_shows_in_a_repr_and_nothing_is_pickled() -> None:
    said = made_up_sidecar(DEVICE_SECRET)
    keys = vault.unlock(said, passphrase_key("anna"), DEVICE_SECRET)
    hidden = [DATA_KEY, DEVICE_SECRET, DEVICE.signing, DEVICE.sealing, seeds("anna").signing, seeds("anna").sealing]
    hidden += [passphrase_key("anna"), keys.database, keys.anchor, keys.sidecar]

    shown = "".join(
        map(repr, (keys, keys.person, keys.device, DEVICE, said, vault.passphrase_owner(said, passphrase_key("anna"))))
    )

    for each in hidden:
        value = bytes(each.reveal())
        assert value.hex() not in shown
        assert repr(value) not in shown
        assert str(list(value)) not in shown
    for held in (keys, keys.person, keys.device, DEVICE):
        with pytest.raises(TypeError):
            pickle.dumps(held)


@pytest.mark.parametrize("kind", [PersonKeys, DeviceKeys, StoreKeys, Seeds])
def test_a_field_that_holds_a_key_hides_itself_or_is_an_opaque_secret(kind: type) -> None:
    opaque = ("Secret", "PersonKeys", "DeviceKeys", "StaffId")

    for field in fields(kind):
        name = field.type if isinstance(field.type, str) else field.type.__name__
        assert not field.repr or name in opaque, field.name


def test_wiping_leaves_no_key_to_use() -> None:
    keys = vault.unlock(made_up_sidecar(), passphrase_key("anna"), None)

    keys.wipe()

    seeds_held = (keys.person.seeds, keys.device.seeds)
    held = [
        keys.data,
        keys.database,
        keys.anchor,
        keys.sidecar,
        *(half for pair in seeds_held for half in (pair.signing, pair.sealing)),
    ]
    for each in held:
        with pytest.raises(KeyWipedError):
            each.reveal()


def test_no_flip_in_a_slot_lets_anything_else_than_the_store_open() -> None:
    said = made_up_sidecar(DEVICE_SECRET)
    anna = slot_of(said, ANNA)

    for name in ("wrapped", "data_key"):
        whole = bytes.fromhex(getattr(anna, name))
        for place in range(0, len(whole), 3):
            changed = bytearray(whole)
            changed[place] ^= 1 << place % 8
            with pytest.raises((WrongPassphraseError, DeviceSecretWrongError)):
                vault.unlock(with_anna(said, **{name: changed.hex()}), passphrase_key("anna"), DEVICE_SECRET)


def test_a_seal_is_never_the_same_twice() -> None:
    to = seeds("anna").sealing_key().public

    assert (
        len({vault.seal_data_key(STORE, 1, DATA_KEY, to, held) for held in (None, None, DEVICE_SECRET, DEVICE_SECRET)})
        == 4
    )
