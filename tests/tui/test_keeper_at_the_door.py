"""Whoever keeps eligibility is let in to no list of families (clause 7.2c), and the trail tells that they came."""

import os
from pathlib import Path

from store.errors import KeeperSeesNoContactsError
from store.keeping import staffing
from store.keeping.acts.terms.store import LockCause, StaffRole
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, made_base, opened, passphrase
from tui.behind.entrance import Entrance
from tui.behind.line import Line


def test_a_keeper_is_told_to_ask_a_supervisor_and_the_next_one_comes_in(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Keeper One", StaffRole.ELIGIBILITY_KEEPER, passphrase(SECOND_PASSPHRASE))
        size = store.journal.size
    heard, told = os.pipe()
    say, said = os.pipe()
    os.write(told, f"p{SECOND_PASSPHRASE}\na\np{PASSPHRASE}\n".encode())
    entrance = Entrance(folder, Line(heard, said))

    store = entrance.come_in()

    assert StaffRole.SUPERVISOR in store.roles()
    words = os.read(say, 4096).decode()
    assert KeeperSeesNoContactsError.message in words
    entrance.leave(store, LockCause.KEY)
    store.close()
    with opened(folder) as store:
        ((keepers,),) = store.rows("SELECT count(*) FROM staff WHERE roles = 'eligibility_keeper'")
        assert keepers == 1
        assert store.journal.size >= size + 3  # the keeper, the supervisor, the lock, and this
