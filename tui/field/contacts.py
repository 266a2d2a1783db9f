"""Contacts, the interviewer's home: one line a family.

Owns what is in sight and which keys lead where from the list. Refuses to own searching and sorting (store), painting
lines (widgets), and every rule.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from textual import on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal

from store.fieldwork.searching import Order, Search, View, counted, in_order, in_view, may_stand_elsewhere, tomorrow_ms
from store.ids import FamilyId
from tui import glance, notices, staff_words
from tui.clerk import Clerk, Make, Readied
from tui.commands import CONTACTS_COMMANDS, LIST_COMMANDS, Command, bindings
from tui.common import own_passphrase
from tui.common.cover_pin import CoverPinChosen, CoverPinDialog
from tui.common.quick_screen import QuickScreen
from tui.desk import Desk
from tui.field import wishes
from tui.field.consent.receipt_dialog import ReceiptDialog
from tui.field.no_contact import no_contact_at
from tui.field.panel import ROOM_FROM, FamilyPanel
from tui.field.stop_code import StopCodeDialog
from tui.in_turn import hold_keys
from tui.told import ActsKept, HomeFilled
from tui.widgets.family_columns import LEGEND, Seen
from tui.widgets.family_list import FamilyAgreed, FamilyChosen, FamilyList, FamilyPassedBy, FamilyPointed, FamilyRested
from tui.widgets.filter_line import FilterLine
from tui.widgets.frame import framed
from tui.widgets.said_line import SaidLine, Tone
from tui.widgets.view_line import ViewLine
from tui.widgets.waiting_line import WaitingLine

if TYPE_CHECKING:
    from store.fieldwork.lines import Line

_ORDERED: Final = {
    Order.NEXT: "by next visit",
    Order.NAME: "by name",
    Order.STREET: "by street",
    Order.POSTCODE: "by postcode",
    Order.VISITS: "by visits",
}
_ORDERS: Final = tuple(_ORDERED)


class ContactsScreen(QuickScreen[None]):
    """The families of this laptop.

    Args:
        clerk: Holds the store.
        desk: Whose.
        read: Returns one line a family, once they are read; None where they are told by `read` later, or never.
    """

    KEYS: ClassVar[tuple[Command, ...]] = CONTACTS_COMMANDS
    ALSO: ClassVar[tuple[Command, ...]] = LIST_COMMANDS
    LEGEND: ClassVar[tuple[str, ...]] = tuple(f"{sign:<5}{meaning}" for sign, meaning in LEGEND)
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def __init__(self, clerk: Clerk, desk: Desk, read: "Callable[[], Awaitable[Sequence[Line] | None]]") -> None:
        super().__init__()
        self._clerk = clerk
        self._desk = desk
        self._lines: list[Line] = []
        self._begin_with = read
        self._view, self._order = View.TO_DO, Order.NEXT
        self._search = Search(())
        self._places: dict[str, int] = {}
        self._is_staying = False
        self._waiting_count = 0
        self._readied: Readied | None = None
        self._question: tuple[str, ...] = ()

    def compose(self) -> ComposeResult:
        """Lay out views, filter and list."""
        families = FamilyList(self._lines, self._seen())
        beside = Horizontal(families, FamilyPanel(self._clerk, self._desk))
        yield from framed("Contacts", self.KEYS, ViewLine(), FilterLine(self._find), WaitingLine(), beside)

    async def on_mount(self) -> None:
        """Show what is to be done, as soon as it is read."""
        self.query_one(WaitingLine).count = self._waiting_count
        self.set_focus(self.query_one(FamilyList))
        lines = await self._begin_with()
        if lines is not None:
            self._lines = list(lines)
            self._look_again()
            self.app.post_message(HomeFilled())

    # -- what is in sight ------------------------------------------------------------------------------------------

    def read(self, lines: "Sequence[Line]") -> None:
        """Show other families: some came, or are gone."""
        self._lines = list(lines)
        self._places = {}
        self._look_again()

    def changed(self, family: FamilyId, line: "Line | None") -> None:
        """Show one family as it is now, in the very next frame; None where it is gone.

        Only where it may belong elsewhere now, the whole list is looked at again, after that frame.
        """
        row = self._row_of(family)
        if row is None or line is None:
            self.read([*(each for each in self._lines if each.family != family), *([line] if line else [])])
            return
        before, self._lines[row] = self._lines[row], line
        families = self.query_one(FamilyList)
        families.repaint(row)
        if may_stand_elsewhere(before, line, self._order) or families.seen != self._seen():
            self.call_after_refresh(self._look_again, is_staying=True)

    def make_ready(self, kept: ActsKept) -> None:
        """Work out how one family's line, and what is said, will read once something is kept; neither is seen yet."""
        line, row = kept.line, None if kept.family is None else self._row_of(kept.family)
        if line is None or row is None:
            return
        families, said = self.query_one(FamilyList), self.query_one(SaidLine)
        before, tone, sentences = self._lines[row], said.tone, said.said

        def change() -> None:
            self._lines[row] = line
            families.repaint(row)
            said.say(Tone.KEPT, kept.said)

        def undo() -> None:
            self._lines[row] = before
            families.repaint(row)
            said.say_again(tone, sentences)

        self.change_ahead(kept, change, undo)
        kept.let_out = self.hold_change(kept)  # the clerk lets it out once it is kept

    def is_note_unread(self, family: FamilyId) -> bool:
        """Say whether a family's safety note waits to be read."""
        row = self._row_of(family)
        return row is not None and self._lines[row].is_note_unread

    def _row_of(self, family: FamilyId) -> int | None:
        """Return where a family's line is; None where there is none.

        It is nearly always the one that is pointed at; any other is looked up, for there may be a hundred thousand.
        """
        pointed = self.query_one(FamilyList).row
        if pointed is not None and self._lines[pointed].family == family:
            return pointed
        if not self._places:
            self._places = {line.family: row for row, line in enumerate(self._lines)}
        return self._places.get(family)

    def _look_again(self, *, is_staying: bool = False) -> None:
        """Make the view anew; the family that was pointed at is pointed at again.

        Args:
            is_staying: As `PaintedList.show` has it, where that family has left.
        """
        self._is_staying = is_staying
        families = self.query_one(FamilyList)
        families.read(self._lines, self._seen())
        ends_ms = tomorrow_ms(self._desk.clock.now())
        rows = in_order(self._lines, in_view(self._lines, self._view, ends_ms), self._order)
        self._search = Search(self._lines, rows)
        self.query_one(ViewLine).show(counted(self._lines, ends_ms), self._view)
        self.query_one(FilterLine).again()
        self._is_staying = False

    def _find(self, typed: str) -> str:
        """Show what matches, in the frame of each letter; return how many, and in which order."""
        families = self.query_one(FamilyList)
        found = self._search.find(typed)
        left_on, hand_in = self._desk.left_on, None
        if left_on is not None:
            hand_in = (staff_words.left(left_on), staff_words.TO_DO)
        elif self._desk.is_untrained:
            hand_in = (staff_words.UNTRAINED, staff_words.UNTRAINED_TO_DO)
        families.when_empty(
            *(hand_in or (_NONE_YET if not self._lines else _NOTHING_FOUND if typed else _NOTHING_HERE))
        )
        families.show(found, families.row, stays=self._is_staying)
        return f"{len(found):,} {_ORDERED[self._order]}"

    def _seen(self) -> Seen:
        return Seen(self._desk.today(), self._desk.agreement.calls.minimum)

    # -- keys ------------------------------------------------------------------------------------------------------

    @on(FamilyChosen)
    def _open(self, message: FamilyChosen) -> None:
        self.app.post_message(wishes.OpenFamily(message.family))

    @on(FamilyRested)
    def _look_ahead(self, message: FamilyRested) -> None:
        if self.is_current and self.query_one(FamilyList).asked_of is None:
            self.app.post_message(wishes.LookAhead(message.family))

    def action_open(self) -> None:
        """Open the family that is pointed at."""
        family = self.query_one(FamilyList).family
        if family is not None:
            self.app.post_message(wishes.OpenFamily(family))

    def action_take_back(self) -> None:
        """Take back what was kept last."""
        self.app.post_message(wishes.TakeBack())

    def action_attempt(self) -> None:
        """Record an attempt at the family that is pointed at."""
        family = self.query_one(FamilyList).family
        if family is not None:
            self.app.post_message(wishes.RecordAttempt(family))

    def action_refused(self) -> None:
        """Record that somebody of the family that is pointed at no longer wants contact."""
        family = self.query_one(FamilyList).family
        if family is not None:
            self.app.post_message(wishes.RecordRefusal(family))

    def wait_for_families(self, count: int) -> None:
        """Say how many refusals by number have no family yet."""
        self._waiting_count = count
        for line in self.query(WaitingLine):  # none before the list is laid out, which then asks for the count
            line.count = count

    def action_settle(self) -> None:
        """Tell that a refusal by number is of the family that is pointed at."""
        family = self.query_one(FamilyList).family
        if not self.query_one(WaitingLine).count:
            notices.show(self.app, Tone.ASKED, "No refusal by number waits for its family.")
        elif family is not None:
            self.app.post_message(wishes.SettlePaperWish(family))

    def action_stop_code(self) -> None:
        """Take a code that base reads out."""
        self.app.push_screen(StopCodeDialog(self._clerk))

    @work
    async def action_withdraw(self) -> None:
        """Take down a withdrawal by somebody who has a receipt code."""
        found = await self.app.push_screen_wait(ReceiptDialog(self._clerk))
        if found is not None and found.family is None:
            self.app.post_message(wishes.WithdrawUnfound(found.code))
        elif found is not None and found.family is not None:
            self.app.post_message(wishes.WithdrawConsent(found.family, found.code))

    def action_appointment(self) -> None:
        """Make an appointment with the family that is pointed at, or say what became of one."""
        family = self.query_one(FamilyList).family
        if family is not None:
            self.app.post_message(wishes.MakeAppointment(family))

    def action_request(self) -> None:
        """Take down what somebody of the family that is pointed at asks, or somebody else."""
        family = self.query_one(FamilyList).family
        if family is not None:
            self.app.post_message(wishes.TakeRequest(family))

    def action_clocks(self) -> None:
        """See every clock that runs."""
        self.app.post_message(wishes.OpenClocks())

    def action_agenda(self) -> None:
        """See the diary."""
        self.app.post_message(wishes.OpenDiary())

    def action_no_contact(self) -> None:
        """Ask whether a visit, just now, met nobody; the next key answers, and Enter keeps it."""
        line, families = self._pointed(), self.query_one(FamilyList)
        if line is None:
            return
        self.set_focus(families)  # whatever the command was found with
        where = f"{line.street}, {line.postcode}" if line.postcode else line.street
        now = glance.meeting(self._desk.clock.now(), self._desk.today())
        notices.show(self.app, Tone.ASKED, f"No contact at {where}, {now}? Enter keeps it.")
        self._question = self.query_one(SaidLine).said
        families.asked_of = family = FamilyId(line.family)
        self.paint_changes()  # what is seen once it is kept is worked out on top of it
        self._readied = self._clerk.make_ready(self._no_contact(family), self.app, _NO_CONTACT, family)

    @on(FamilyAgreed)
    def _keep_no_contact(self, message: FamilyAgreed) -> None:
        readied, self._readied = self._readied, None
        if readied is None or self.query_one(SaidLine).said != self._question:  # something else was said meanwhile
            self.app.post_message(wishes.OpenFamily(message.family))
            return
        hold_keys(self.app)
        self._clerk.keep(self._no_contact(message.family), self.app, _NO_CONTACT, message.family, readied)

    @on(FamilyPassedBy)
    def _ask_no_more(self) -> None:
        said, self._readied = self.query_one(SaidLine), None
        self._clerk.forget_ready()
        if said.said == self._question:
            said.clear()

    def _no_contact(self, family: FamilyId) -> Make:
        return lambda store: no_contact_at(store, family, self._desk.agreement)

    def _pointed(self) -> "Line | None":
        row = self.query_one(FamilyList).row
        return None if row is None else self._lines[row]

    def action_panel(self) -> None:
        """Show the family that is pointed at beside the list, or hide it again."""
        families, panel = self.query_one(FamilyList), self.query_one(FamilyPanel)
        if families.family is None or self.size.width < ROOM_FROM:
            notices.show(self.app, Tone.ASKED, f"The panel needs {ROOM_FROM} columns; Enter opens the family.")
            return
        if self.is_note_unread(families.family):
            self.app.post_message(wishes.ReadSafetyNote(families.family))  # before anything else of the family is seen
            return
        families.tells_pointing = True
        panel.ask(families.family)

    @on(FamilyPointed)
    def _hide_panel(self) -> None:
        self.query_one(FamilyList).tells_pointing = False
        self.query_one(FamilyPanel).hide()

    def on_resize(self) -> None:
        """Leave the list the room it needs."""
        if self.size.width < ROOM_FROM:
            self.query_one(FamilyPanel).hide()

    def action_exchange(self) -> None:
        """Send and receive."""
        self.app.post_message(wishes.SendAndReceive())

    def action_trail(self) -> None:
        """See what happened here."""
        self.app.post_message(wishes.SeeTrail())

    def action_devices(self) -> None:
        """See which devices hold what."""
        self.app.post_message(wishes.SeeDevices())

    def action_hand_in(self) -> None:
        """Hand this laptop in."""
        self.app.post_message(wishes.HandIn())

    @work
    async def action_way_on(self) -> None:
        """Ask base for a way on for a frozen store, or take its answer."""
        from tui.common.way_on.going_on import go_on  # on the worst of days alone

        await go_on(self, self._clerk)

    def action_filter(self) -> None:
        """Type to find."""
        self.set_focus(self.query_one(FilterLine))  # at once: what is typed next may be in the same burst

    @on(FilterLine.Left)
    def _to_list(self) -> None:
        self.set_focus(self.query_one(FamilyList))

    def action_clear_filter(self) -> None:
        """Take the filter away."""
        self.query_one(FilterLine).write("")

    def action_view(self, view: str) -> None:
        """Look at another view."""
        self._view = View(view)
        self._look_again()

    def action_sort(self) -> None:
        """Sort another way."""
        self._order = _ORDERS[(_ORDERS.index(self._order) + 1) % len(_ORDERS)]
        self._look_again()

    @work
    async def action_cover_pin(self) -> None:
        """Ask for a PIN for the cover, and keep it."""
        kept = await self.app.push_screen_wait(CoverPinDialog())
        if kept is not None:
            self.post_message(CoverPinChosen(kept))

    @work
    async def action_own_passphrase(self) -> None:
        """Change the passphrase of whoever is signed in."""
        await own_passphrase.change(self, self._clerk)


_NO_CONTACT: Final = "Kept: no contact. u takes it back."
_NOTHING_FOUND: Final = ("Nothing matches in this view.", "Press 5 for all families, or clear the filter with F4.")
_NONE_YET: Final = ("No family is on this laptop.", "Press F5 to send and receive: they come with a bundle of base.")
_NOTHING_HERE: Final = ("No family is in this view.", "Press 5 for all families.")
