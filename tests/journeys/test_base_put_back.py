"""Yesterday's copy of base is put back, its memory of itself too, and nobody notices: by the command alone.

It goes on; a laptop that knows more refuses what it says, and its own bundle tells base. Two people go on from there.
"""

import shutil

from store import errors
from tests.made import PASSPHRASE, SECOND_PASSPHRASE
from tests.tui.conftest import pair, run
from tests.tui.pair import Pair
from tests.tui.running import Ended, Run

__all__ = ["pair", "run"]


def laptop(run: Run, pair: Pair, *words: str) -> Ended:
    return run(*words, *pair.laptop, lines=pair.passphrase)


def empty(pair: Pair) -> None:
    for bundle in pair.mailbox.glob("*.bundle"):
        bundle.unlink()


def test_a_copy_of_base_that_nobody_noticed_is_caught_by_a_laptop(run: Run, pair: Pair) -> None:
    pair.deliver(4)
    pair.sync_all(run)
    yesterday = shutil.copytree(pair.base_folder, pair.base_folder.with_name("yesterday"))
    assert run("allocate", *pair.base, "--to", pair.name, "--count", "2").code == 0
    pair.sync_all(run, times=2)
    shutil.rmtree(pair.base_folder)
    yesterday.rename(pair.base_folder)
    empty(pair)
    assert run("allocate", *pair.base, "--to", pair.name, "--count", "1").code == 0
    assert run("sync", *pair.base).code == 0  # nothing beside it, and nothing in it, tells that it is a copy

    told = laptop(run, pair, "sync")

    assert told.code == 0
    assert errors.BaseBehindError.message in told.out
    assert "doorstep recover succeed" in told.out
    assert "an older copy was put back" in laptop(run, pair, "trail").out
    assert "rollback" in laptop(run, pair, "incident", "list").out
    assert laptop(run, pair, "verify", "--signatures").code == 0
    behind = run("sync", *pair.base)
    assert behind.err.splitlines() == [errors.StoreBehindError.message, errors.StoreBehindError.hint]
    frozen = run("status", *pair.base)
    assert "Two supervisors let it go on: `doorstep recover succeed`." in frozen.err
    assert run("recover", "succeed", *pair.base, lines=(PASSPHRASE, SECOND_PASSPHRASE)).code == 0
    pair.sync_all(run, times=3)
    assert laptop(run, pair, "sync", "--json").json["refused"] == []
    for prove in (run("verify", *pair.base, "--signatures"), laptop(run, pair, "verify", "--signatures")):
        assert prove.out.startswith("Proved:")
