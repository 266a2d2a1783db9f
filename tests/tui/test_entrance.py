"""Coming in behind the prompt: a store that was let go, after a wrong passphrase, is held by nothing any more."""

import gc
import os
from pathlib import Path

import pytest

from store.errors import WrongPassphraseError
from store.keeping.opening import ClosedStore
from store.keeping.secret import Secret
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, made_base
from tui.behind.entrance import Entrance
from tui.behind.line import Line


def alive(kind: type[object]) -> list[object]:
    return [each for each in gc.get_objects() if isinstance(each, kind)]


def test_after_a_wrong_passphrase_nothing_holds_the_store_that_was_let_go(tmp_path: Path) -> None:
    """The app runs with what it loaded frozen, so that no sweep would come to what only a circle holds."""
    folder = made_base(tmp_path)
    heard, told = os.pipe()
    say, said = os.pipe()
    os.write(told, f"p{SECOND_PASSPHRASE}\np{PASSPHRASE}\n".encode())
    gc.collect()
    gc.disable()
    try:
        before = len(alive(ClosedStore))
        entrance = Entrance(folder, Line(heard, said))

        store = entrance.come_in()

        assert WrongPassphraseError.message in os.read(say, 4096).decode()
        assert len(alive(ClosedStore)) == before
    finally:
        gc.enable()
    known = entrance.known.result()
    assert known is not None
    assert known.store == store.sidecar.store
    store.close()


@pytest.mark.usefixtures("secret_service")
def test_a_store_that_was_let_go_keeps_no_device_secret(tmp_path: Path) -> None:
    folder = made_base(tmp_path, has_keyring=True)
    closed = ClosedStore(folder)
    held = [each for each in vars(closed).values() if isinstance(each, Secret)]
    assert [any(each.reveal()) for each in held] == [True]

    closed.release()

    assert [any(each._value) for each in held] == [False]
