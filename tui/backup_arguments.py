"""The words of the command line for backups of base.

Owns their deeds and options. Refuses to own the parser itself (arguments) and what a deed does (printed).
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from argparse import ArgumentParser

    from tui.arguments import Manners, Verbs


def who_left(deed: "ArgumentParser") -> None:
    """Add what is said of the staff by whoever goes on from a copy of base."""
    said = deed.add_mutually_exclusive_group()
    said.add_argument(
        "--left", metavar="NAME", nargs="+", default=[], help="whoever left since the copy was made: they are closed"
    )
    said.add_argument("--nobody-left", action="store_true", dest="is_nobody_left", help="you both say that nobody did")


def backup(verbs: "Verbs", manners: "Manners") -> None:
    """Add `doorstep backup`."""
    deeds = manners.deeds(verbs, "backup", "base: a copy under its own key, on another drive; put back, or destroyed")
    make = deeds.add("make", "copy this base onto a drive of the register, and open the copy to see that it holds")
    make.add_argument("--device", required=True, metavar="NAME", help="the drive, as the register has it")
    make.add_argument("--to", required=True, metavar="DIR", help="a folder on that drive")
    verify = deeds.add("verify", "open one with its passphrase and read it through")
    verify.add_argument("file", metavar="FILE", help="as `backup make` wrote it")
    deeds.add("list", "every backup, on which drive it is, and when it was last verified", is_printing=True)
    restore = deeds.add("restore", "put one in the place of a base that is lost; two supervisors of that base")
    restore.add_argument("file", metavar="FILE", help="the backup")
    restore.add_argument("--no-keyring", action="store_true", help="protect it by longer passphrases alone")
    restore.add_argument(
        "--destroyed", metavar="CERTIFICATE", nargs="+", default=[], help="of what was destroyed since: it goes again"
    )
    restore.add_argument(
        "--nothing-else-destroyed",
        action="store_true",
        dest="is_nothing_else",
        help="you both say that nothing else was destroyed since; the journal keeps that",
    )
    who_left(restore)
    later = deeds.add(
        "later", "a base put back knows no backup made after its copy: name each, then say that it is all"
    )
    later.add_argument("file", metavar="FILE", nargs="?", help="one of them; its own passphrase is asked for")
    later.add_argument("--device", metavar="NAME", help="with FILE: the drive it lies on, as the register has it")
    later.add_argument("--none", action="store_true", dest="is_all", help="there is no other one")
    later.add_argument("--reason", metavar="TEXT", help="with --none: how that is known")
    destroy = deeds.add("destroy", "overwrite one, its key first, and tell that it is gone")
    destroy.add_argument("backup", metavar="ID", help="the beginning is enough")
    destroy.add_argument("--file", required=True, metavar="FILE", help="where it lies")
