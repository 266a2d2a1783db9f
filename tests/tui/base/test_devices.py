"""A device at base, by keys: the register says something else of it, and what it said before stays (A9)."""

from pathlib import Path

import pytest

from store.custody import register
from store.custody.naming import staff_names
from store.keeping import acts
from store.keeping.acts.terms.devices import Encrypted, EncryptionScheme
from tests.tui.base_sitting import BaseSitting
from tests.tui.duties.test_following import Text, pressed


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


def opening(sitting: BaseSitting, kind: str) -> list[str]:
    """Return the keys that open the page of the one device of a kind."""
    lines = sitting.seen_after("e").splitlines()
    (first,) = [n for n, each in enumerate(lines) if "> " in each]
    (row,) = [n for n, each in enumerate(lines) if f" {kind} " in each]
    return ["e", *["down"] * (row - first), "enter"]


def test_a_store_that_nobody_described_is_described_by_a_key(sitting: BaseSitting) -> None:
    opens = opening(sitting, "base station")
    seen = pressed(
        sitting, *opens, "c", "1", "enter", Text("AB-1234"), *["enter"] * 5, "ctrl+u", Text("To keep the list"),
        "enter", "2", "1", Text("its lock screen"), "enter", "enter", Text("Seen at base"), "enter", "ctrl+s",
    )  # fmt: skip

    assert "nobody has yet: c says it" in " ".join(seen[len(opens) - 1].split())
    assert "as it was: unknown" in " ".join(seen)
    assert "serial        AB-1234" in seen[-1]
    with sitting.open() as store:
        said = register.device_named(store, "base").particulars
        assert said is not None
        assert staff_names(store)[said.holder or ""] == "Interviewer One of laptop"
        assert (said.why_necessary, said.encryption.encrypted) == ("To keep the list", Encrypted.YES)
        assert (said.encryption.scheme, said.encryption.evidence) == (EncryptionScheme.LUKS, "its lock screen")


def test_what_is_not_changed_stays_as_it_was_seen_before(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        device = register.device_named(store, "laptop")
        was = register.described_so_far(store, device).model_copy(update={"serial": "AB-1234", "maker": "Acme"})
        register.change(store, device, was, "first described")

    seen = pressed(
        sitting, *opening(sitting, "laptop"), "c", "1", "enter", "ctrl+u", Text("CD-5678"), *["enter"] * 7,
        Text("Its board was replaced"), "enter", "ctrl+s",
    )  # fmt: skip

    assert "serial        CD-5678" in seen[-1]
    with sitting.open() as store:
        device = register.device_named(store, "laptop")
        holder = device.particulars and device.particulars.holder
        assert device.particulars == was.model_copy(update={"serial": "CD-5678", "holder": holder})
        told = [step.act for step in register.history(store, device.device)]
        assert isinstance(told[-1], acts.DeviceChanged)
        assert told[-1].reason == "Its board was replaced"


def test_an_audit_counts_as_many_devices_as_the_register_lists(sitting: BaseSitting) -> None:
    listed = [each for each in sitting.seen_after("e").splitlines() if " in use " in each]

    (counted,) = [each for each in sitting.seen_after("a").splitlines() if "Devices" in each]
    assert f" {len(listed)} devices on the register" in counted


def test_a_loss_offers_laptops_before_the_mailbox_and_that_once(sitting: BaseSitting) -> None:
    offered = sitting.seen_after("f2", "1").splitlines()

    (mailbox,) = [n for n, each in enumerate(offered) if each.rstrip().endswith("/mail")]
    (laptop,) = [n for n, each in enumerate(offered) if "  laptop (3 families)" in each]
    assert laptop < mailbox
