"""The words of the command line about the register of devices.

Owns the options of `doorstep device` beyond laptops, and what a device can be described by. Refuses to own the parser
itself (arguments) and what a deed does (printed).
"""

import argparse
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.arguments import Deeds

KINDS = ("removable_drive", "laptop", "base_station", "phone", "mailbox", "transfer_site", "export", "backup", "paper")
"""Each `DeviceKind`; spelt out, because the acts take long to load."""

SCHEMES = (
    "luks", "bitlocker", "filevault", "apfs", "veracrypt", "hardware", "fscrypt", "zfs", "ecryptfs", "other", "none",
)  # fmt: skip
"""Each `EncryptionScheme`, spelt out likewise."""

SHOWN = ("yes", "unknown", "no")
"""Each `Encrypted`, likewise."""

STATES = {
    "retire": "nothing is kept on it any more; refused while it holds data",
    "wiped": "everything on it was erased, which is told with it",
    "lost": "it is lost; raise an incident too",
    "returned": "its owner has it back",
    "reuse": "it is in use again",
}
"""What can be said of where a device stands."""


def add_register(deeds: "Deeds") -> None:
    """Add the deeds that read and change the register."""
    add = deeds.add("add", "put a drive or another device on the register")
    add.add_argument("--name", required=True, help="what it is called here")
    add.add_argument("--kind", choices=KINDS, default=KINDS[0], help=f"{KINDS[0]} unless told")
    _describe(add, is_needed=True)
    change = deeds.add("change", "say something else of a device; what was said stays in its history")
    change.add_argument("--name", required=True)
    change.add_argument("--new-name", metavar="NAME")
    change.add_argument("--reason", required=True, metavar="TEXT")
    _describe(change, is_needed=False)
    show = deeds.add("show", "what a device is, holds, and what happened to it", is_printing=True)
    show.add_argument("--name", required=True)
    show.add_argument("--as-of", metavar="WHEN", help="what it held at the end of that day, or then")
    for deed, help_ in STATES.items():
        stands = deeds.add(deed, help_)
        stands.add_argument("--name", required=True)
        stands.add_argument("--reason", metavar="TEXT")


def _describe(parser: argparse.ArgumentParser, *, is_needed: bool) -> None:
    parser.add_argument("--serial", help="its serial number")
    parser.add_argument("--maker")
    parser.add_argument("--model")
    parser.add_argument("--tag", help="its owner's tag")
    parser.add_argument("--holder", metavar="NAME", help="who has it, as `staff list` calls them")
    parser.add_argument("--kept-at", metavar="PLACE")
    parser.add_argument("--why", required=is_needed, metavar="TEXT", help="why its use is necessary")
    parser.add_argument("--encrypted", required=is_needed, choices=SHOWN, help="whether it is shown to be")
    parser.add_argument("--scheme", choices=SCHEMES, help="what encrypts it (other unless told)")
    parser.add_argument("--evidence", required=is_needed, metavar="TEXT", help="what shows that it is encrypted")
    parser.add_argument("--seen-on", metavar="DAY", help="the day that was seen (today unless told)")
