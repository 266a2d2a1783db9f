"""Linkage at base: who can be sent to the study, what was sent to whom, who has to be stopped, and what waits.

Owns which line leads where. Refuses to own the questions (linking) and every rule (store).

Source: agreement 4.2, 7.2f.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual import work
from textual.binding import BindingType

from store.exchange.linkage.known import Sent
from tui import wording
from tui.base import linking
from tui.base.linking import Owed, Ready
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.commands import LINKAGE_COMMANDS, Command, bindings
from tui.common.page_screen import PageScreen
from tui.widgets.cells import fitted, padded

if TYPE_CHECKING:
    from store.keeping.store import Store

_ID, _WHAT, _WHOM, _PEOPLE = 8, 9, 20, 8


class LinkageScreen(ListScreen):
    """What is sent for linkage, a line a file; what can be sent, and who has to be told of, before that."""

    HEADING: ClassVar[str] = "Linkage"
    TITLES: ClassVar[str] = f"{'File':<{_ID}} {'What':<{_WHAT}} {'For':<{_WHOM}} {'People':>{_PEOPLE}}  Stands"
    NOTHING: ClassVar[tuple[str, ...]] = ("Nobody's yes to linkage stands, and nothing was sent.",)
    KEYS: ClassVar[tuple[Command, ...]] = LINKAGE_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return what can be sent and who has to be told of, then every file, the newest first."""
        stands = linking.stands(store)
        first = [Row(each, linking.ready_words(each)) for each in stands.ready]
        first += [Row(each, linking.owed_words(each)) for each in stands.owed]
        return RowsRead(
            [*first, *(Row(each, _said(each, stands.names), not each.is_open) for each in reversed(stands.files))]
        )

    def choose(self) -> None:
        """Go where the line that is pointed at leads."""
        match self.pointed:
            case Ready():
                self.action_extract()
            case Owed():
                self.action_stop_list()
            case Sent():
                self.action_open()

    @work
    async def action_open(self) -> None:
        """See all that is known of the file that is pointed at."""
        if not isinstance(self.pointed, Sent):
            self.choose()
            return
        file = self.pointed
        about = await self.found(lambda store: linking.about(store, file))
        if about is not None:
            await self.app.push_screen_wait(PageScreen("Sent for linkage", linking.file_lines(about, self.size.width)))

    @work
    async def action_extract(self) -> None:
        """Send everybody whose yes stands."""
        leaving = await self.found(linking.leaving)
        if leaving is None:
            return
        if not leaving.ready or not leaving.to.whom:
            self.say("Nobody is registered for linkage: add whom it goes to in Registers (r, a).")
            return
        width, sent = self.size.width, list[Sent]()
        is_sent = await self.ask(
            "Linkage extract", linking.extract_form(leaving),
            lambda answers: list(linking.extract_means(leaving, answers, width)),
            lambda store, answers: sent.append(linking.extract(store, leaving, answers)),
            "It is written; its recipient has to confirm having it.",
        )  # fmt: skip
        if is_sent:
            await self._tell(sent[0])

    @work
    async def action_stop_list(self) -> None:
        """Tell a recipient of everybody who took linkage back since."""
        leaving = await self.found(linking.leaving)
        if leaving is None:
            return
        if not leaving.owed:
            self.say("Nobody whom anybody was sent took linkage back since they were last told.")
            return
        form = linking.stop_form(leaving)
        if form is None:
            self.say("Whoever has to be told is sent nothing for linkage any more: see Registers.")
            return
        width, sent = self.size.width, list[Sent]()
        is_sent = await self.ask(
            "Stop-list", form,
            lambda answers: list(linking.stop_means(leaving, answers, width)),
            lambda store, answers: sent.extend(linking.stop(store, leaving, answers)),
            "It is written; its recipient has to confirm having it.",
        )  # fmt: skip
        if is_sent:
            await self._tell(sent[0])

    @work
    async def action_confirmed(self) -> None:
        """Keep that a recipient confirmed having the file that is pointed at."""
        file = self._open_file()
        if file is not None:
            await self.ask(
                "Confirmed", linking.confirmed_form(), linking.confirmed_means,
                lambda store, answers: linking.confirm(store, file, answers), "It is confirmed.",
            )  # fmt: skip

    @work
    async def action_never_left(self) -> None:
        """Keep that the file that is pointed at was broken off and never left."""
        file = self._open_file()
        if file is not None:
            await self.ask(
                "Never left", linking.never_left_form(), linking.never_left_means,
                lambda store, answers: linking.say_never_left(store, file, answers), "Nobody has to confirm it.",
            )  # fmt: skip

    def _open_file(self) -> Sent | None:
        if isinstance(self.pointed, Sent) and self.pointed.is_open:
            return self.pointed
        self.say("Point at a file that waits to be confirmed.")
        return None

    async def _tell(self, file: Sent) -> None:
        about = await self.found(lambda store: linking.about(store, file))
        if about is not None:
            await self.app.push_screen_wait(PageScreen("Sent for linkage", linking.file_lines(about, self.size.width)))


def _said(file: Sent, names: Mapping[str, str]) -> str:
    whom = padded(fitted(wording.plain(names.get(file.recipient, "")), _WHOM), _WHOM)
    what = "extract" if file.revision is None else "stop-list"
    return f"{linking.id_of(file)} {what:<{_WHAT}} {whom} {len(file.people):>{_PEOPLE},}  {linking.stands_words(file)}"
