"""The form that opens again what a wish or a lock holds: which, why, and what then follows, before it is kept.

Owns the questions. Refuses to own who may do that and what opens (store): both the wish and what takes it back stay.

Source: agreement 7.2a, 10, A8.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from store.clock import from_ms
from store.fieldwork.family import FamilyFile, Wish
from store.fieldwork.lifting import lift_wish, liftable, open_family
from store.keeping.acts.terms.families import ViewPart, WishChannel, WishDecision, WishReach
from store.keeping.names import hold_line
from tui import wording
from tui.field.family_page import person_name
from tui.field.lock_words import CAUSES
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.room import FormRoom, Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act

_LOCK: Final = "lock"
"""What is opened where no wish holds the family."""

_CHANGED, _ERROR = "changed", "error"
_WHY: Final = (
    Option(_CHANGED, "they said something else since"),
    Option(_ERROR, "nobody ever said it: it was entered in error"),
)
_CHANNELS: Final = (WishChannel.TELEPHONE, WishChannel.LETTER, WishChannel.EMAIL, WishChannel.DOOR)


class LiftingRoom(FormRoom):
    """Takes a wish back, or opens a family that something else had locked."""

    FORM: ClassVar[str] = "lifting"
    HEADING: ClassVar[str] = "Open again"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE,)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        wishes = liftable(known.file)
        offered = [Option(each.wish, _wish(each, known.file)) for each in wishes]
        if _is_locked(known.file) and not any(each.reach is WishReach.FAMILY for each in wishes):
            causes = dict.fromkeys(CAUSES[lock.cause] for lock in known.file.locks if lock.person is None)
            offered.append(Option(_LOCK, f"the lock: {', '.join(causes)}"))

        def is_wish(answers: Answers) -> bool:
            return one(answers, "what") not in (None, _LOCK)

        return (
            Field("what", "Taken back", "What is taken back?", Kind.ONE, lambda _: offered),
            Field("why", "Because", "Why?", Kind.ONE, lambda _: _WHY, applies=is_wish),
            Field(
                "channel", "How", "How do you know?", Kind.ONE,
                lambda _: [Option(each, wording.words(each)) for each in _CHANNELS], applies=is_wish,
            ),
            Field("reason", "Reason", "In a line: who said so, or what was wrong?", Kind.LINE, check=hold_line),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what opens, and what does not."""
        from store.keeping.acts import FamilyLockSet  # as it is wanted: it loads every act

        acts, width = self.acts(answers, known), self.size.width
        left = [each for each in liftable(known.file) if each.wish != one(answers, "what")]
        is_held = any(each.reach is WishReach.FAMILY for each in left)
        if any(isinstance(act, FamilyLockSet) for act in acts) or not (is_held or _is_locked(known.file)):
            said = "The family may be visited again."
        elif is_held:
            said = "Another wish still holds the family: it stays as it is until that is taken back too."
        else:
            said = "The family stays locked: something else than a wish holds it. Take that back too."
        return [
            *paragraph(said, width, Tint.HEAD),
            *paragraph(
                "A laptop that has it hears so with the next bundle. One that erased it is given it anew.", width
            ),
            *paragraph("Both what was said and what takes it back stay in the record, with your name.", width),
        ]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        what, reason = one(answers, "what") or "", one(answers, "reason") or ""
        if what == _LOCK:
            return open_family(reason, known.file, known.circumstances)
        channel = WishChannel(one(answers, "channel") or WishChannel.TELEPHONE)
        is_error = one(answers, "why") == _ERROR
        return lift_wish(what, reason, channel, known.file, known.circumstances, is_error=is_error)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        del answers, known
        return "Taken back; both stay in the record. F5 tells its laptop."


def holds_anything(file: FamilyFile) -> bool:
    """Say whether there is anything to take back."""
    return bool(liftable(file)) or _is_locked(file)


def _is_locked(file: FamilyFile) -> bool:
    return any(lock.person is None and not lock.is_pause for lock in file.locks)


def _wish(wish: Wish, file: FamilyFile) -> str:
    person = None if wish.person is None else file.person(wish.person)
    whom = person_name(person) if wish.reach is WishReach.PERSON and person else "the family"
    held = "waits" if wish.decision is WishDecision.PAUSED else "no contact"
    spoke = file.person(wish.by_person) if wish.by_person else None
    who = person_name(spoke) if spoke else wording.words(wish.by)
    return f"{whom}: {held}, {who}, {wording.short_when(from_ms(wish.at_ms))}"
