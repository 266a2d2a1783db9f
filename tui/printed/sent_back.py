"""`doorstep extract resupply`: a council's families go back to it, and what is to be told it by another road."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from store.keeping.store import Store
from tui import wording
from tui.printed import leaving, opened, paper

if TYPE_CHECKING:
    from store.keeping.passphrases import Passphrase

ASKING = "A passphrase for the zip file: "


def run(store: Store, chosen: argparse.Namespace) -> None:
    """Write the file.

    Raises:
        StoreError: It did not leave; each kind says why.
    """
    from store.exchange.wave_two.resupply import resupply

    if chosen.file_passphrase_file is not None and not chosen.zip:
        chosen.parser.error("--file-passphrase-file goes with --zip")
    sealed_for = leaving.sealed_for(store, chosen)
    assert sealed_for is not None
    passphrase = _passphrase(chosen) if chosen.zip else None
    try:
        to = Path(chosen.to)
        sent = resupply(store, chosen.council, to, sealed_for, passphrase, is_openpgp=chosen.openpgp)
    finally:
        if passphrase is not None:
            passphrase.wipe()
    families = wording.counted(sent.families_count, "family", "families")
    how = "an AES-256 zip" if chosen.zip else f"sealed for {sealed_for.whom.name}"
    if chosen.openpgp:
        how = f"an OpenPGP message to {sealed_for.whom.name}"
    paper.say(f"{families} of {chosen.council} written to {chosen.to}, as delivered: {how}.")
    for count, said in ((sent.no_id_count, "no id"), (sent.again_count, "an id that stands further up")):
        if count:
            paper.say(f"{wording.counted(count, 'row')} with {said} left out; that is so whatever was done since.")
    paper.say(f"Its SHA-256, to be told by another road: {sent.sha256}")
    if sent.instruction is None:
        paper.say(wording.NO_INSTRUCTION)
        paper.say("Record it at base, in Registers (r, i, a): what is kept rests on it.")
    status = "programme status"
    paper.say(f"The council corrects the rows, adds a column `{status}`, and returns every one (7.2d, 7.2e).")


def _passphrase(chosen: argparse.Namespace) -> "Passphrase":
    if chosen.file_passphrase_file is None:
        return opened.passphrase(chosen, ASKING)
    return opened.passphrase_of_file(Path(chosen.file_passphrase_file))
