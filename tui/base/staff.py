"""Who works here, and trained until when: adding somebody, recording a training, and whoever leaves.

Owns the questions. Refuses to own who may do that and what a training covers (store).

Source: agreement 9.1e, A3.
"""

from typing import TYPE_CHECKING, ClassVar, Final

from textual import work
from textual.binding import BindingType

from store.agreement.safeguards import Topic
from store.exchange import laptops
from store.keeping.acts.terms.store import CredentialEvidence, StaffRole
from store.keeping.names import hold_line
from tui import staff_words, wording
from tui.base.list_screen import ListScreen, Row, RowsRead
from tui.commands import STAFF_COMMANDS, Command, bindings
from tui.forms.fields import Answers, Field, Kind, Option, many, one
from tui.forms.form import Form
from tui.forms.secrets import new_passphrase
from tui.moments import iso_day
from tui.widgets.cells import fitted, padded
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.store import Store

_NAME, _ROLES = 28, 24
_ROLE_OPTIONS = (
    Option(StaffRole.SUPERVISOR.value, "a supervisor: everything here but eligibility"),
    Option(StaffRole.AUDITOR.value, "an auditor: reads, and writes nothing"),
    Option(StaffRole.ELIGIBILITY_KEEPER.value, "a keeper of eligibility, who sees no contacts (7.2c)"),
)
_TOPICS = tuple(Option(each.value, each.value.replace("-", " ")) for each in Topic)
_EVIDENCE = tuple(
    Option(each.value, wording.words(each)) for each in (CredentialEvidence.BRIEFING, CredentialEvidence.CERTIFICATE)
)

_CALL_BACK: Final = "Call its families back (f, r), sync, and revoke it once it is here (l, v)."


class StaffScreen(ListScreen):
    """Everybody who works here or did."""

    HEADING: ClassVar[str] = "Staff"
    TITLES: ClassVar[str] = f"{'Name':<{_NAME}} {'Roles':<{_ROLES}} Trained"
    NOTHING: ClassVar[tuple[str, ...]] = ("Nobody works here.",)
    KEYS: ClassVar[tuple[Command, ...]] = STAFF_COMMANDS
    BINDINGS: ClassVar[list[BindingType]] = [*bindings(KEYS)]

    def read(self, store: "Store") -> RowsRead:
        """Return everybody, by name."""
        from store.keeping import people as register

        rows = []
        for each in register.staff(store):
            roles = ", ".join(role.replace("_", " ") for role in each.roles)
            trained = f"until {wording.day(each.trained_until)}" if each.trained_until else "nothing recorded"
            stands = f"left {wording.day(each.left_on)}" if each.left_on else trained
            name = padded(fitted(wording.plain(each.name), _NAME), _NAME)
            rows.append(Row(each.name, f"{name} {roles:<{_ROLES}} {stands}", is_muted=each.left_on is not None))
        return RowsRead(rows)

    @work
    async def action_add(self) -> None:
        """Add somebody, who can sign in from then on."""
        form = Form(
            (
                Field("name", "Name", "What are they called?", Kind.LINE, check=hold_line),
                Field("role", "Is", "What are they here?", Kind.ONE, lambda _: _ROLE_OPTIONS),
                Field("passphrase", "Passphrase", "Have them type a passphrase.", Kind.LINE, is_secret=True),
                Field("again", "Again", "And again.", Kind.LINE, is_secret=True),
            )
        )

        def deed(store: "Store", answers: Answers) -> None:
            from store.keeping import staffing

            theirs = new_passphrase(answers, "passphrase", "again")
            role = StaffRole(one(answers, "role") or "")
            staffing.add(store, one(answers, "name") or "", role, theirs)

        means = [
            PageLine("They can sign in from then on.", Tint.HEAD),
            *paragraph("You vouch that they were briefed as clause 9.1e asks: it counts for a year.", self.size.width),
        ]
        await self.ask("Add somebody", form, lambda _: means, deed, "They can sign in from now on.")

    @work
    async def action_train(self) -> None:
        """Record what the one pointed at was trained in."""
        name: str | None = self.pointed
        if name is None:
            return
        form = Form(
            (
                Field("topics", "Topics", "In what? Space takes one, Enter goes on.", Kind.MANY, lambda _: _TOPICS,
                      first=tuple(each.value for each in Topic)),
                Field("evidence", "Rests on", "What does that rest on?", Kind.ONE, lambda _: _EVIDENCE),
                Field("until", "Until", "Until which day (like 2016-10-31)? Pass it by for a year.", Kind.LINE,
                      may_be_empty=True, check=iso_day),
            )
        )  # fmt: skip

        def deed(store: "Store", answers: Answers) -> None:
            from store.custody.credentials import record_credential

            until = one(answers, "until")
            record_credential(
                store,
                name,
                topics=[Topic(each) for each in many(answers, "topics")],
                evidence=CredentialEvidence(one(answers, "evidence") or ""),
                expires_on=None if until is None else iso_day(until),
            )

        means = [PageLine(f"{wording.plain(name)} was trained, by your word."), PageLine("It goes to their laptop.")]
        await self.ask("Training", form, lambda _: means, deed, "The training is kept.")

    @work
    async def action_leaves(self) -> None:
        """Say that the one pointed at works here no longer."""
        name: str | None = self.pointed
        if name is None:
            return
        carried = await self.found(lambda store: laptops.carried_by(store, name))
        if carried is None:
            return
        sure = (Option("yes", f"yes, {wording.plain(name)} leaves today"),)
        form = Form((Field("sure", "Leaves", "Do they leave?", Kind.ONE, lambda _: sure),))

        def deed(store: "Store", answers: Answers) -> None:
            from store.keeping import staffing

            del answers
            staffing.leave(store, name)

        width = self.size.width
        warning = f"{wording.plain(name)} can sign in here no longer. What they kept stays, with their name."
        means = paragraph(warning, width, Tint.WARNING)
        for sentence in staff_words.at_next_sync(carried):
            means += paragraph(sentence, width, Tint.WARNING)
        if carried:
            means += paragraph(_CALL_BACK, width)
        said = f"They can no longer sign in here. {_CALL_BACK}" if carried else "They can no longer sign in."
        await self.ask("Somebody leaves", form, lambda _: means, deed, said)
