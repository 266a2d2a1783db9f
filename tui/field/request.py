"""The form of a request: what somebody asks, whose it is, and by when it has to be answered, before it is kept.

Owns the questions, and turning answers into what was entered. Refuses to own the clock and what locks (store).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar, Final

from store.agreement.parties import PartyKind
from store.custody.contact_card import contacts_of
from store.custody.requests.asking import RequestEntered, request_acts
from store.ids import PersonId
from store.keeping.acts.terms.families import ViewPart
from store.keeping.acts.terms.incidents import NoticeChannel, RequestKind
from store.keeping.acts.terms.store import StoreRole
from store.keeping.names import hold_line
from tui import duty_words
from tui.common.wishes.ringing import ringing_lines
from tui.field.offered import people_offered
from tui.field.when import when_field, when_of
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.room import FormRoom, Known
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act

_KINDS: Final = (
    Option(RequestKind.SUBJECT_ACCESS, "to see what is held about them"),
    Option(RequestKind.COMPLAINT, "a complaint"),
    Option(RequestKind.DELETION, "to have everything deleted"),
    Option(RequestKind.OTHER_NOTICE, "another notice"),
)
_AT_ONCE, _LATER = "at_once", "later"
_WHEN: Final = (
    Option(_AT_ONCE, "now: lock this family at once"),
    Option(_LATER, "no hurry: pass it on"),
)
_THIS, _OTHER = "this", "other"
_SOMEBODY_ELSE: Final = "somebody_else"
_CHANNELS: Final = (
    Option(NoticeChannel.TELEPHONE, "spoken, at the door or by telephone"),
    Option(NoticeChannel.LETTER, "a letter"),
    Option(NoticeChannel.EMAIL, "an e-mail"),
    Option(NoticeChannel.ONLINE_FORM, "a form on the web"),
)


class RequestRoom(FormRoom):
    """Takes down what somebody asks."""

    FORM: ClassVar[str] = "request"
    HEADING: ClassVar[str] = "Request"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE,)
    PROTECTS: ClassVar[bool] = True

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        people = people_offered(known.file.members(), known.circumstances.today)
        whose = (
            Option(_THIS, f"this one, {known.file.reference}"),
            Option(_OTHER, "another one, or that is not known"),
        )
        return (
            Field("kind", "Asked for", "What is asked for?", Kind.ONE, options=lambda _: _KINDS),
            Field("whose", "Family", "Which family is it about?", Kind.ONE, options=lambda _: whose),
            Field("now", "Delete", "Delete everything now?", Kind.ONE, options=lambda _: _WHEN, applies=_may_lock),
            Field(
                "person", "Who asks", "Who asks?", Kind.ONE,
                options=lambda _: [*people, Option(_SOMEBODY_ELSE, "somebody else")],
                applies=_is_of_this,
            ),
            Field(
                "requester", "Called", "What are they called? Enter goes on without.", Kind.LINE,
                applies=lambda so: not _is_of_this(so) or one(so, "person") == _SOMEBODY_ELSE,
                may_be_empty=True,
                check=hold_line,
            ),
            Field("text", "Said", "What did they say? One line.", Kind.LINE, check=hold_line),
            Field(
                "contact", "Reached by", "How can they be reached? Enter goes on without.", Kind.LINE,
                may_be_empty=True,
                check=hold_line,
            ),
            Field(
                "channel", "How", "How did it reach you?", Kind.ONE,
                options=lambda _: _CHANNELS,
                first=NoticeChannel.TELEPHONE,
            ),
            when_field(known),
        )  # fmt: skip

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what it does at once, by when it is due, and whom to ring."""
        acts, width = self.acts(answers, known), self.size.width
        lines = [PageLine("What this does", Tint.HEAD)]
        if _may_lock(answers) and one(answers, "now") == _AT_ONCE:
            lines += paragraph(
                "The family is locked at once: do not visit, ring or write. Nothing is erased before the department"
                " says so in writing; only base can open it again.",
                width,
                Tint.WARNING,
            )
        due = duty_words.begun(acts, known.circumstances.agreement)
        is_base = known.circumstances.role is StoreRole.BASE
        where = "It stands in the list of requests" if is_base else "It goes to base with the next bundle"
        for line in due or [f"The law sets no time for it. {where} all the same."]:
            lines += paragraph(line, width)
        lines.append(PageLine(""))
        lines.append(PageLine("Pass it on now", Tint.HEAD))
        for line in ringing_lines(contacts_of(known.circumstances.agreement, PartyKind.DEPARTMENT)):
            lines += paragraph(line, width)
        return lines

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        circumstances = known.circumstances
        return request_acts(entered(answers, known), circumstances.agreement, circumstances.staff, circumstances.now)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        is_locked = _may_lock(answers) and one(answers, "now") == _AT_ONCE
        if known.circumstances.role is StoreRole.BASE:
            locked = ": the family is LOCKED, F5 tells its laptop." if is_locked else "."
            return f"Request kept{locked} Pass it on now; t and q follow it from the board."
        if is_locked:
            return "Request kept: the family is LOCKED. Do not visit, do not ring. Pass it on now."
        return "Request kept, and its clock runs. Pass it on to your supervisor now."


def entered(answers: Answers, known: Known) -> RequestEntered:
    """Return a request as it was entered."""
    person = one(answers, "person")
    is_named = _is_of_this(answers) and person is not None and person != _SOMEBODY_ELSE
    return RequestEntered(
        kind=RequestKind(one(answers, "kind") or RequestKind.OTHER_NOTICE),
        text=one(answers, "text") or "",
        family=known.file.family if _is_of_this(answers) else None,
        person=PersonId(person) if is_named and person else None,
        requester=one(answers, "requester"),
        contact=one(answers, "contact"),
        channel=NoticeChannel(one(answers, "channel") or NoticeChannel.TELEPHONE),
        received_at=when_of(answers, known),
        is_now=one(answers, "now") == _AT_ONCE,
    )


def _is_of_this(answers: Answers) -> bool:
    return one(answers, "whose") == _THIS


def _may_lock(answers: Answers) -> bool:
    return one(answers, "kind") == RequestKind.DELETION and _is_of_this(answers)
