"""A store remembers its mailbox, and knows its server again."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from store import errors
from store.custody import register
from store.custody.register import devices
from store.exchange.mailbox import Mailbox
from store.exchange.mailboxes import known_mailbox, name_mailbox, open_known
from store.ids import DeviceId
from store.keeping import acts
from store.keeping.acts.terms.devices import DeviceKind, DeviceState
from store.keeping.acts.terms.exchange import MailboxScheme
from store.keeping.store import Store
from tests.exchange.boxes import BUNDLE, NAME, only_key
from tests.exchange.exchanging import FAMILIES, Exchange, told
from tests.exchange.sftp_server import SftpServer, running_sftp_server
from tests.made import made_base, opened, store

__all__ = ["store"]


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[SftpServer]:
    with running_sftp_server() as server:
        only_key(server.key, tmp_path, monkeypatch)
        yield server


def test_a_store_has_no_mailbox_until_one_is_named(store: Store) -> None:
    with pytest.raises(errors.NoMailboxError):
        known_mailbox(store)
    with pytest.raises(errors.NoMailboxError):
        open_known(store)


def test_a_named_mailbox_is_remembered(tmp_path: Path) -> None:
    box = tmp_path / "box"
    box.mkdir()
    base = made_base(tmp_path)
    with opened(base) as store:
        mailbox, known = name_mailbox(store, str(box))
        with mailbox:
            mailbox.put(NAME, BUNDLE)

    with opened(base) as store:
        assert known_mailbox(store) == known
        again, same = open_known(store)
        with again:
            assert again.read(NAME, len(BUNDLE)) == BUNDLE
        assert same == known
    assert (known.scheme, known.country, known.host_key) == (MailboxScheme.FOLDER, "GB", None)
    assert str(box) not in repr(known)


def test_the_same_mailbox_is_told_once_and_another_one_anew(store: Store, tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()

    named = [
        name_mailbox(store, str(tmp_path / name), country)
        for name, country in (("one", "GB"), ("one", "GB"), ("other", "GB"), ("other", "IE"), ("one", "IE"))
    ]

    for mailbox, _ in named:
        mailbox.close()
    assert len(told(store, acts.MailboxSet)) == 4
    assert named[0][1] == named[1][1]
    assert len({known.id for _, known in named}) == 4
    assert known_mailbox(store) == named[-1][1]


def test_a_mailbox_that_is_used_again_after_another_is_the_same_device(store: Store, tmp_path: Path) -> None:
    """Clause A9: one stick is one device, however often base goes from one stick to the other."""
    for name in ("one", "other"):
        (tmp_path / name).mkdir()

    named = [name_mailbox(store, str(tmp_path / name)) for name in ("one", "other", "one", "other")]

    for mailbox, _ in named:
        mailbox.close()
    assert [known for _, known in named[:2]] == [known for _, known in named[2:]]
    assert len([each for each in devices(store) if each.kind is DeviceKind.MAILBOX]) == 2
    assert known_mailbox(store) == named[-1][1]


def test_a_mailbox_that_cannot_be_opened_is_not_remembered(store: Store, tmp_path: Path) -> None:
    (tmp_path / "box").mkdir()
    name_mailbox(store, str(tmp_path / "box"))[0].close()

    with pytest.raises(errors.MailboxMissingError):
        name_mailbox(store, str(tmp_path / "nowhere"))

    assert known_mailbox(store).address == str(tmp_path / "box")
    (tmp_path / "box").rmdir()
    with pytest.raises(errors.MailboxError):
        open_known(store)


def test_a_mailbox_is_let_go_where_it_cannot_be_remembered(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "box").mkdir()
    closed: list[Mailbox] = []
    monkeypatch.setattr(Mailbox, "close", lambda mailbox: closed.append(mailbox))

    def full(*_: object) -> None:
        raise errors.StoreFullError

    monkeypatch.setattr(store, "record", full)
    with pytest.raises(errors.StoreFullError):
        name_mailbox(store, str(tmp_path / "box"))

    assert len(closed) == 1


def test_a_server_is_known_again_by_its_key_however_its_address_is_written(
    store: Store, server: SftpServer, tmp_path: Path
) -> None:
    mailbox, known = name_mailbox(store, server.url())
    mailbox.close()
    assert known.host_key == server.shown("one")
    (tmp_path / "stick").mkdir()
    server.kill()
    server.start(host_key="other")

    with pytest.raises(errors.MailboxHostKeyError):
        open_known(store)
    name_mailbox(store, str(tmp_path / "stick"))[0].close()
    for address in (server.url(), server.url().replace("sftp:", "SFTP:"), f"{server.url()}/."):
        with pytest.raises(errors.MailboxHostKeyError):
            name_mailbox(store, address)

    assert known_mailbox(store).address == str(tmp_path / "stick")
    assert len(told(store, acts.MailboxSet)) == 2


def test_a_mailbox_that_two_stores_use_is_one_device_at_base_and_stands_where_base_says(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    with exchange.at_base() as base:
        tellings = [each for each in register.devices(base) if each.kind is DeviceKind.MAILBOX]
        here = DeviceId(base.sidecar.store)
        assert sorted(each.told_by == here for each in tellings) == [False, True]

        known = register.device_named(base, str(exchange.mail))
        register.change_state(base, known, DeviceState.WIPED, "the folder was emptied")

        assert known.told_by == here
        together = register.as_told(base, known.device)
        assert {each.device for each in together} == {each.device for each in tellings}
        assert [each.state for each in together] == [DeviceState.WIPED] * 2
        assert register.holds(base, together) == 0
        steps = [step.act for step in register.happened(base, together)]
        assert [type(act) for act in steps].count(acts.MailboxSet) == 2
