"""Devices and staff by the names people call them by.

Owns looking them up. Refuses to own the register of devices (devices) and of staff (keeping, people).
"""

from collections.abc import Sequence

from store.errors import DeviceNameError, DeviceUnknownError, StaffNameError
from store.ids import DeviceId, StaffId
from store.keeping.names import hold_line
from store.keeping.store import Store


def device_names(store: Store) -> dict[str, str]:
    """Return what every device that is known here is called, by id; this one too."""
    return {store.sidecar.store: store.sidecar.name, **devices_on_register(store)}


def devices_on_register(store: Store) -> dict[str, str]:
    """Return what every device on the register is called, by id."""
    return dict(store.rows("SELECT device, name FROM device"))


def staff_names(store: Store) -> dict[str, str]:
    """Return what everybody who works here or did is called, by id."""
    return dict(store.rows("SELECT staff, name FROM staff"))


def staff_now(store: Store) -> list[str]:
    """Return what those who work here are called, by name."""
    return [name for (name,) in store.rows("SELECT name FROM staff WHERE left_on IS NULL ORDER BY name")]


def devices_named(store: Store, names: Sequence[str]) -> tuple[DeviceId, ...]:
    """Return the devices that go by some names or ids, in their order.

    Raises:
        LineFormError: Nothing can be called that.
        DeviceNameError: A name is no device's, or that of more than one.
    """
    from store.custody.register import device_named  # loads every act: in the thread that writes

    try:
        return tuple(device_named(store, name).device for name in names)
    except DeviceUnknownError:
        raise DeviceNameError from None


def staff_named(store: Store, name: str) -> StaffId:
    """Return the one person of that name who works here.

    Raises:
        LineFormError: Nobody can go by that name.
        StaffNameError: Nobody does, or more than one person.
    """
    hold_line(name)
    found = store.rows("SELECT staff FROM staff WHERE name = ? AND left_on IS NULL", (name,))
    if len(found) != 1:
        raise StaffNameError
    return StaffId(found[0][0])
