"""A store remembers its mailbox, and knows its server again."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from store import errors
from store.custody import register
from store.custody.register import devices
from store.exchange.mailbox import MARK, Mailbox
from store.exchange.mailbox_folder import Folder
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


def named_at(store: Store, path: Path) -> str:
    """Name a mailbox; the id it has."""
    mailbox, known = name_mailbox(store, str(path))
    mailbox.close()
    return known.id


def test_two_sticks_under_one_path_are_two_mailboxes_and_each_is_known_again(store: Store, tmp_path: Path) -> None:
    """Clause A9: what was left on the one is not on the other."""
    path, aside = tmp_path / "stick", tmp_path / "in a pocket"
    path.mkdir()
    first = named_at(store, path)
    path.rename(aside)
    path.mkdir()

    mailbox, known = open_known(store)
    mailbox.close()
    assert known.id != first
    path.rename(tmp_path / "the other")
    aside.rename(path)

    assert named_at(store, path) == first
    assert known_mailbox(store).id == first
    assert len([each for each in devices(store) if each.kind is DeviceKind.MAILBOX]) == 2


def test_one_stick_under_another_path_is_the_same_mailbox(store: Store, tmp_path: Path) -> None:
    (tmp_path / "stick").mkdir()
    first = named_at(store, tmp_path / "stick")
    (tmp_path / "stick").rename(tmp_path / "mounted elsewhere")

    assert named_at(store, tmp_path / "mounted elsewhere") == first
    assert known_mailbox(store).address == str(tmp_path / "mounted elsewhere")


def test_a_mailbox_from_before_there_were_marks_stays_the_same(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "box").mkdir()
    with monkeypatch.context() as before:
        before.setattr(Mailbox, "mark", lambda _: None)
        first = named_at(store, tmp_path / "box")

    assert named_at(store, tmp_path / "box") == named_at(store, tmp_path / "box") == first
    assert len(told(store, acts.MailboxSet)) == 1


def test_a_mailbox_in_which_nothing_can_be_left_is_known_by_its_path(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "box").mkdir()

    def refuse(*_: object) -> None:
        raise errors.MailboxReadOnlyError

    monkeypatch.setattr(Folder, "write_new", refuse)

    assert named_at(store, tmp_path / "box") == named_at(store, tmp_path / "box")
    assert list((tmp_path / "box").iterdir()) == []


@pytest.mark.parametrize("damaged", [b"", b"stick", b"0" * 31, b"a" * 100_000, bytes(range(256))], ids=len)
def test_a_mark_that_cannot_be_read_is_left_anew(store: Store, tmp_path: Path, damaged: bytes) -> None:
    (tmp_path / "box").mkdir()
    (tmp_path / "box" / MARK).write_bytes(damaged)

    first = named_at(store, tmp_path / "box")

    assert re.fullmatch(rb"[0-9a-f]{32}\n", (tmp_path / "box" / MARK).read_bytes())
    assert named_at(store, tmp_path / "box") == first


def test_two_stores_leave_one_mark_and_read_the_same(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.sync()
    mark = (exchange.mail / MARK).read_bytes()
    exchange.sync()

    assert (exchange.mail / MARK).read_bytes() == mark
    with exchange.at_base() as base, exchange.laptop.open() as store:
        assert len(told(base, acts.MailboxSet)) == len(told(store, acts.MailboxSet)) == 1


def test_what_base_left_on_one_stick_does_not_go_with_the_other(tmp_path: Path) -> None:
    """8.2, A9: a laptop heard it from the second stick; its families still lie on the first, until that is here."""
    exchange = Exchange(tmp_path)
    exchange.sync()
    exchange.give(FAMILIES[:2])
    exchange.sync_base()
    first = tmp_path / "the first stick"
    exchange.mail.rename(first)
    exchange.mail.mkdir()
    exchange.sync()
    exchange.sync()

    def lying() -> list[int]:
        with exchange.at_base() as base:
            here = DeviceId(base.sidecar.store)
            boxes = [each for each in devices(base) if each.kind is DeviceKind.MAILBOX and each.told_by == here]
            return sorted(register.holds(base, register.as_told(base, each.device)) for each in boxes)

    assert lying() == [0, 2]
    exchange.mail.rename(tmp_path / "the second stick")
    first.rename(exchange.mail)
    exchange.sync_base()

    assert lying() == [0, 0]
    assert not list(exchange.mail.glob("*.bundle"))
    exchange.hold_all()


def test_a_mailbox_that_cannot_be_opened_is_not_remembered(store: Store, tmp_path: Path) -> None:
    (tmp_path / "box").mkdir()
    name_mailbox(store, str(tmp_path / "box"))[0].close()

    with pytest.raises(errors.MailboxMissingError):
        name_mailbox(store, str(tmp_path / "nowhere"))

    assert known_mailbox(store).address == str(tmp_path / "box")
    shutil.rmtree(tmp_path / "box")
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
