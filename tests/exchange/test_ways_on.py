"""Requests of laptops that lie in a folder: of which kind each is, whose, and why one cannot be answered."""

from pathlib import Path

import pytest

from store import errors
from store.exchange import lifting, recovery, ways_on
from store.exchange.peers import peer
from store.exchange.revocation import revoke
from store.exchange.signed_file import write_signed
from store.exchange.ways_on import Way, waiting_requests
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.vault import Seeds
from tests.exchange.enrolled import CHOSEN
from tests.exchange.exchanging import FAMILIES, Exchange
from tests.exchange.test_lifting import copied_back
from tests.made import passphrase


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """Base, and a laptop with a family that was put back; it asks for both: a way on, and a new passphrase."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:1])
    exchange.sync()
    copied_back(exchange)
    with exchange.laptop.open() as store:
        lifting.request(store, tmp_path)
    recovery.request(exchange.laptop.folder, None, passphrase(CHOSEN), tmp_path)
    return exchange


def test_each_request_says_of_which_kind_and_whose_it_is(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        frozen, forgotten = waiting_requests(base, exchange.folder)
    with exchange.laptop.open() as store:
        newest = store.now().date()

    assert (frozen.way, forgotten.way) == (Way.FROZEN, Way.FORGOTTEN)
    assert {each.laptop for each in (frozen, forgotten)} == {"laptop"}
    assert {each.staff for each in (frozen, forgotten)} == {"Interviewer One of laptop"}
    assert {each.fault for each in (frozen, forgotten)} == {None}
    assert frozen.stands_at is not None
    assert frozen.stands_at.date() == newest
    assert forgotten.stands_at is None


def test_a_store_that_base_never_heard_so_much_of_stands_at_no_day(exchange: Exchange) -> None:
    (raw,) = [path.read_bytes() for path in exchange.folder.glob("branch-request*")]
    with exchange.at_base() as base:
        _, asked = lifting.asked_by(base, raw)

        assert lifting.stands_at(base, asked.model_copy(update={"size": 10_000})) is None
        assert lifting.stands_at(base, asked.model_copy(update={"branch": 7})) is None


def test_a_laptop_that_is_believed_no_longer_is_answered_nothing(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        revoke(base, peer(base, exchange.laptop.device), RevocationCause.LOST)
        faults = [type(each.fault) for each in waiting_requests(base, exchange.folder)]

    assert faults == [errors.UnknownDeviceError, errors.DeviceRevokedError]


def test_what_is_no_request_and_what_cannot_be_read_lie_there_with_their_faults(exchange: Exchange) -> None:
    box = exchange.folder / "box"
    box.mkdir()
    (box / "branch-request-0123abcd.doorstep").mkdir()
    (box / "recovery-request-1.doorstep").write_bytes(write_signed("ticket/1", {}, Seeds.fresh().signing_key()))
    with exchange.at_base() as base:
        unread, other = waiting_requests(base, box)

    assert isinstance(unread.fault, errors.FolderNamedError)
    assert isinstance(other.fault, errors.SignedFileFormError)
    assert (unread.way, other.way) == (None, None)


def test_an_answer_is_told_from_a_request(exchange: Exchange) -> None:
    (raw,) = [path.read_bytes() for path in exchange.folder.glob("branch-request*")]
    with exchange.at_base() as base:
        answer = lifting.answer(base, raw, "Its disk was changed.", exchange.folder).read_bytes()

    assert ways_on.way_of_answer(answer) is Way.FROZEN
    for neither in (raw, b"", b"{}"):
        with pytest.raises(errors.SignedFileFormError):
            ways_on.way_of_answer(neither)


def test_only_a_supervisor_at_base_looks(exchange: Exchange) -> None:
    with exchange.laptop.open() as store, pytest.raises(errors.NotBaseError):
        waiting_requests(store, exchange.folder)


def test_two_laptops_ask_and_are_answered_in_one_folder(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    exchange.another("other")
    for laptop in exchange.laptops:
        exchange.give(FAMILIES[:1], laptop)
    exchange.sync()
    for laptop in exchange.laptops:
        copied_back(exchange, laptop)
    box = tmp_path / "box"
    box.mkdir()

    for laptop in exchange.laptops:
        with laptop.open() as store:
            lifting.request(store, box)
    with exchange.at_base() as base:
        asked = waiting_requests(base, box)
        for each in asked:
            lifting.answer(base, each.raw, "Copied back by mistake.", box)

    assert sorted(each.laptop for each in asked) == ["laptop", "other"]
    for laptop in exchange.laptops:
        with laptop.open() as store:
            lifting.apply(store, (box / lifting.answer_name(laptop.device)).read_bytes())
        with laptop.open() as store:
            assert (store.frozen, store.journal.branch) == (None, 1)
