"""Backups of base: where each is, whether it holds; making, verifying and destroying one.

Owns what is asked and which line is meant. Refuses to own every rule (store), and putting one back: then there is no
base to sit at, and the command does it.

Source: agreement 7.2f, 9.1c, A9.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import BindingType

from store.exchange.backup import file
from store.exchange.backup.known import Backup
from tui import wording
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.commands import BACKUPS_COMMANDS, Command, bindings
from tui.common.how_far import Progress
from tui.common.page_screen import PageScreen
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.forms.secrets import new_passphrase, passphrase
from tui.paths import path_of
from tui.widgets.cells import fitted, padded
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_ID, _DRIVE, _MADE, _FAMILIES = 8, 20, 18, 8
_LABEL: Final = 11

FOLDER: Final = "backups/folder"
"""How this device's note is called that holds where the last backup was written."""

_NO_DRIVE: Final = "No drive on the register can take one: add it in Devices (e, a), as a backup, encrypted."


class BackupsScreen(ListScreen):
    """Backups, a line each, the newest first."""

    HEADING: ClassVar[str] = "Backups"
    TITLES: ClassVar[str] = f"{'Backup':<{_ID}} {'On':<{_DRIVE}} {'Made':<{_MADE}} {'Families':>{_FAMILIES}}  Stands"
    NOTHING: ClassVar[tuple[str, ...]] = (
        "Base has no backup: with this machine all that laptops gave back is lost.",
        "a makes one, onto a drive of the register.",
    )
    KEYS: ClassVar[tuple[Command, ...]] = BACKUPS_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return every backup, the newest first."""
        from store.exchange.backup.known import backups

        return RowsRead([Row(each, _line(each), not each.is_open) for each in reversed(backups(store))])

    def choose(self) -> None:
        """Do what Enter does."""
        self.action_open()

    def action_open(self) -> None:
        """See all that is known of the backup that is pointed at."""
        if isinstance(self.pointed, Backup):
            self.app.push_screen(PageScreen("Backup", list(_lines(self.pointed, self.size.width))))

    @work
    async def action_make(self) -> None:
        """Copy base onto a drive, and open the copy."""
        known = await self.found(_known)
        if known is None:
            return
        drives, folder = known
        if not drives:
            self.say(_NO_DRIVE)
            return
        options = [Option(each, wording.plain(each)) for each in drives]
        form = Form(
            (
                Field("drive", "Drive", "Onto which drive of the register?", Kind.ONE, lambda _: options),
                Field("to", "Folder", "Into which folder on it? Its whole path.", Kind.LINE, first=folder),
                *_passphrases(),
            )
        )
        means = [
            *paragraph("Everything base holds goes onto that drive, under a key of its own.", self.size.width),
            *paragraph(
                "Its passphrase is kept nowhere: without it the backup opens for nobody, with it for whoever finds it.",
                self.size.width,
            ),
            *paragraph("It is opened again from the drive and read through, which may take a minute.", self.size.width),
        ]
        said = "The backup is made, and holds. Laptops hear of it with the next bundle (F5)."
        await self.ask_long("Make a backup", form, lambda _: means, _make, said)

    @work
    async def action_verify(self) -> None:
        """Open the backup that is pointed at, and read it through."""
        backup = self._open_one()
        folder = None if backup is None else await self.found(_folder)
        if backup is None or folder is None:
            return

        def deed(store: "Store", answers: Answers, progress: Progress) -> None:
            from store.exchange.backup.checking import check

            file, typed = path_of(one(answers, "file") or ""), passphrase(answers, "passphrase")
            check(store, file, typed, progress, meant=backup.backup)

        form = Form((_file(backup, folder), _passphrases()[0]))
        means = paragraph(
            "It is opened from there and read through; what is found stands in the trail.", self.size.width
        )
        await self.ask_long("Verify a backup", form, lambda _: list(means), deed, "It opens, and it holds.")

    @work
    async def action_destroy(self) -> None:
        """Overwrite the backup that is pointed at, and tell that it is gone."""
        backup = self._open_one()
        folder = None if backup is None else await self.found(_folder)
        if backup is None or folder is None:
            return

        def deed(store: "Store", answers: Answers) -> None:
            from store.exchange.backup.ending import destroy

            destroy(store, backup.backup, path_of(one(answers, "file") or ""))

        width = self.size.width
        means = [
            *paragraph(
                "It is overwritten, its key first, and that is told. Nothing brings it back.", width, Tint.WARNING
            ),
            *paragraph("Destroy its passphrase wherever it was written down.", width),
        ]
        await self.ask("Destroy a backup", Form((_file(backup, folder),)), lambda _: means, deed, "The backup is gone.")

    def _open_one(self) -> Backup | None:
        if isinstance(self.pointed, Backup) and self.pointed.is_open:
            return self.pointed
        self.say("Point at a backup that is still there.")
        return None


def stands(backup: Backup) -> str:
    """Return how a backup stands, in a few words."""
    if backup.destroyed_at is not None:
        return "destroyed"
    if not backup.is_open:
        return "went with its drive"
    if backup.is_damaged:
        return "DAMAGED"
    return "never verified" if backup.verified_at is None else "holds"


def _lines(backup: Backup, width: int) -> Iterator[PageLine]:
    told = backup.told
    yield from paragraph(f"Backup {told.backup}", width, Tint.HEAD)
    rows = (
        ("lies on", wording.plain(backup.name)),
        ("file", file.name_of(told.backup)),
        ("made", wording.when(backup.made_at)),
        ("holds", wording.counted(told.families_count, "family", "families")),
        ("and", wording.counted(told.journal_size, "entry", "entries") + " of base's journal"),
        ("size", f"{told.size_bytes:,} bytes"),
        ("SHA-256", told.sha256),
        ("last held", "never verified" if backup.verified_at is None else wording.when(backup.verified_at)),
        ("stands", stands(backup)),
    )
    for label, said in rows:
        yield from paragraph(f"{label:<{_LABEL}}{said}", width, indent=" " * _LABEL)


def _line(backup: Backup) -> str:
    drive = padded(fitted(wording.plain(backup.name), _DRIVE), _DRIVE)
    made = wording.short_when(backup.made_at)
    count = backup.told.families_count
    return f"{backup.backup[:_ID]} {drive} {made:<{_MADE}} {count:>{_FAMILIES},}  {stands(backup)}"


def _known(store: "Store") -> tuple[list[str], str]:
    """Return the drives that a backup may go onto, by name, and where the last one went."""
    from store.exchange.backup.making import drives

    return drives(store), _folder(store)


def _folder(store: "Store") -> str:
    return store.notebook.note_if_any(FOLDER) or ""


def _file(backup: Backup, folder: str) -> Field:
    first = str(Path(folder) / file.name_of(backup.backup)) if folder else ""
    return Field("file", "File", "Where does it lie? Plug its drive in first.", Kind.LINE, first=first)


def _passphrases() -> tuple[Field, Field]:
    return (
        Field("passphrase", "Passphrase", "The backup's own passphrase?", Kind.LINE, is_secret=True),
        Field("again", "Again", "The same again?", Kind.LINE, is_secret=True),
    )


def _make(store: "Store", answers: Answers, progress: Progress) -> None:
    """Make one, and remember where it went; runs in the clerk's thread."""
    from store.exchange.backup.making import make

    typed = new_passphrase(answers, "passphrase", "again")
    folder = path_of(one(answers, "to") or "")
    make(store, one(answers, "drive") or "", folder, typed, progress)
    store.notebook.write_note(FOLDER, str(folder))
