"""Reading the trail for its screen: pages of entries, each in words; it runs in the clerk's thread.

Owns turning entries into lines, and what is said of one entry whole. Refuses to own which entries come next (store).
A family's own words stand in the sentences only where the trail is narrowed to that family, which is a view and told.
"""

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from store.clock import from_ms
from store.custody.naming import staff_names
from store.custody.trail_pages import Narrowed, Told, TrailPages, entry_at, receipted_size
from store.errors import StaffNameError
from store.fieldwork.looking import file_of
from store.fieldwork.views import tell_shown
from store.ids import DeviceId, StaffId
from store.keeping.acts.terms.families import ViewPart
from store.keeping.acts.terms.incidents import ClockAbout
from store.keeping.acts.terms.store import Subject
from tui import pack_words, wording
from tui.common.trail.naming import names_of
from tui.common.trail.trail_list import TrailLine
from tui.common.trail.trail_words import Names, sentence
from tui.field.history_words import sentence as family_sentence
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.fieldwork.family import FamilyFile
    from store.keeping.acts.act import Act
    from store.keeping.store import Store

    Connection = Any

AT_ONCE: Final = 120
"""Lines read at once: three pages of a terminal."""

SAID_AT_MOST: Final = 200
"""Lines of what one act says: of the longest list of what was erased there are thousands."""

_GONE: Final = "What it said was erased"
_DIGESTS: Final = ("digest", "fingerprint", "leaf", "root", "sha256")
"""How the names of fields end that an auditor holds against what they have."""
_LATER_RELEASE: Final = "Something that only a later release of Doorstep can tell"


@dataclass(frozen=True, slots=True)
class Window:
    """A window on the trail, newest first."""

    lines: Sequence[TrailLine]
    has_older: bool
    has_newer: bool
    points_at: int | None = None


class TrailReader:
    """One trail, as it is narrowed; made and asked in the clerk's thread.

    Args:
        store: Open.
        narrowed: To what.
    """

    def __init__(self, store: "Store", narrowed: Narrowed) -> None:
        self._names = names_of(store)
        self._file: FamilyFile | None = None
        if narrowed.family is not None:
            tell_shown(store, narrowed.family, (ViewPart.HISTORY,))
            self._file = file_of(store, narrowed.family)
        self._pages = TrailPages(store, narrowed)

    @property
    def is_scanning(self) -> bool:
        """Whether a page may take long; as `TrailPages`."""
        return self._pages.is_scanning

    def over(self, connection: "Connection") -> "TrailReader":
        """Return the same trail, read over a connection of its own, in any thread."""
        other = copy(self)
        other._pages = self._pages.over(connection)
        return other

    def newest(self) -> Window:
        """Return the window at the newest end."""
        return self._below(None, has_newer=False)

    def oldest(self) -> Window:
        """Return the window at the oldest end, pointing at the oldest."""
        found = self._pages.newer(-1, AT_ONCE)
        return Window(self._lines(found), False, len(found) == AT_ONCE, found[-1].place if found else None)

    def until(self, at_ms: int) -> Window:
        """Return a window that points at the newest entry before an instant; at the oldest of all if there is none."""
        place = self._pages.before(at_ms)
        newer = self._pages.newer(place - 1, AT_ONCE // 2)
        older = self._pages.older(place, AT_ONCE)
        pointed = older[0].place if older else newer[-1].place if newer else None
        return Window(self._lines([*newer, *older]), len(older) == AT_ONCE, len(newer) == AT_ONCE // 2, pointed)

    def older(self, than: int) -> Window:
        """Return the lines before a place."""
        return self._below(than, has_newer=True)

    def newer(self, than: int) -> Window:
        """Return the lines after a place."""
        found = self._pages.newer(than, AT_ONCE)
        return Window(self._lines(found), True, len(found) == AT_ONCE)

    def _below(self, than: int | None, *, has_newer: bool) -> Window:
        found = self._pages.older(than, AT_ONCE)
        return Window(self._lines(found), len(found) == AT_ONCE, has_newer)

    def _lines(self, found: Sequence[Told]) -> list[TrailLine]:
        return [self._line(each) for each in found]

    def _line(self, told: Told) -> TrailLine:
        act, header = told.act(), told.header
        return TrailLine(
            told.place,
            told.key,
            header.at_ms,
            self._names.staff.get(header.staff, ""),
            self._said(told, act, self._names),
            told.body is None,
            _about(act, ClockAbout.INCIDENT),
            _about(act, ClockAbout.REQUEST),
        )

    def _said(self, told: Told, act: "Act | None", names: Names) -> str:
        if act is None:
            return f"{told.header.kind.replace('_', ' ')}: {_GONE.lower()}" if told.body is None else _LATER_RELEASE
        if self._file is not None and getattr(act, "family", None) == self._file.family:
            return family_sentence(act, self._file)
        return sentence(act, names)


def _about(act: "Act | None", what: ClockAbout) -> str | None:
    """Return the id of the incident or request that an act may be about, or of what its clock or notice is for."""
    named = (getattr(act, name, None) for name in (what.value, "about_id", "about"))
    return next((str(each) for each in named if each is not None), None)


def device_called(store: "Store", name: str) -> DeviceId:
    """Return the one device that is called so, as the register finds it.

    Raises:
        LineFormError, DeviceUnknownError: None is, or several are.
    """
    from store.custody.register import device_named  # with the store's own modules: in the clerk's thread

    return device_named(store, name).device


def person_called(store: "Store", name: str) -> StaffId:
    """Return the one person that is called so.

    Raises:
        StaffNameError: Nobody is, or several are.
    """
    found = [staff for staff, known in staff_names(store).items() if known == name]
    if len(found) != 1:
        raise StaffNameError
    return StaffId(found[0])


def whole(store: "Store", line: TrailLine, width: int) -> list[PageLine]:
    """Return everything that the trail tells of one entry."""
    told, journal, branch = entry_at(store, line.key)
    header = told.header
    rows = (
        ("when", wording.moment(from_ms(header.at_ms))),
        ("dated by", _dated_by(store, journal, header.n)),
        ("who", line.who or "the device by itself"),
        ("kind", header.kind.replace("_", " ")),
        ("stands at", f"entry {header.n:,} of journal {journal}{f', branch {branch}' if branch else ''}"),
        ("digest", header.body_digest.hex()),
    )
    lines = [*paragraph(f"{line.said}.", width, Tint.HEAD), PageLine("")]
    for label, value in rows:
        lines += paragraph(f"{label:<10} {value}", width, indent=" " * 11)
    if line.is_erased:
        lines += [PageLine(""), *paragraph(f"{_GONE}; that it stood there still verifies.", width)]
    said = _said_of_nobody(told.act(), names_of(store))
    if said:
        lines += [PageLine(""), PageLine("What it says", Tint.HEAD)]
        lines += [part for each in said[:SAID_AT_MOST] for part in paragraph(wording.plain(each), width)]
        if len(said) > SAID_AT_MOST:
            lines += paragraph(f"and {len(said) - SAID_AT_MOST:,} more", width)
    return lines


def _said_of_nobody(act: "Act | None", names: Names) -> list[str]:
    """Return everything that an act about no family says, a line each thing, with devices and staff by name."""
    if act is None or act.subject in (Subject.FAMILY, Subject.PERSON):
        return []
    return pack_words.lines(act.kind, _named(act.model_dump(mode="json"), {**names.devices, **names.staff}))


def _named(said: dict[str, Any], called: dict[str, str]) -> dict[str, Any]:
    """Return what an act says, with ids of devices and staff by name, and digests told apart from other ids."""

    def of(name: str, value: Any) -> Any:
        if isinstance(value, dict):
            return _named(value, called)
        if isinstance(value, list):
            return [of(name, each) for each in value]
        if isinstance(value, str):
            return f"SHA-256 {value}" if name.endswith(_DIGESTS) else called.get(value, value)
        return value

    return {name: of(name, value) for name, value in said.items()}


def _dated_by(store: "Store", journal: str, n: int) -> str:
    """Return what the date of an entry rests on."""
    if journal != store.sidecar.journal:
        return "the clock of another device; base had it by the time it was taken in"
    if store.sidecar.role == "base":
        return "the clock of this base alone"
    is_received = n < receipted_size(store)
    return "this device's clock, and base's receipt after it" if is_received else "this device's clock alone"


def clocks_alone(store: "Store") -> str:
    """Return how many dates of this journal rest on this device's clock alone, in one sentence."""
    size = store.journal.size
    if store.sidecar.role == "base":
        return (
            f"The dates of all {size:,} entries of this base rest on its own clock, and on checkpoints kept elsewhere."
        )
    alone = size - min(size, receipted_size(store))
    told = wording.counted(alone, "entry", "entries")
    return f"The dates of {told} rest on this device's clock alone; those of the others on base's receipts too."
