"""What is done about a request: the questions, and what their answers mean.

Owns both. Refuses to own every rule (store), and showing the request (request_screen).

Source: clauses 10, A4.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from store.custody.requests import following
from store.custody.requests.known import Request, request_named
from store.custody.trail import family_of_reference
from store.errors import SignedFileMissingError
from store.keeping.acts.terms.incidents import RequestEnd, RequestStep
from store.keeping.files import disk_refusals
from store.keeping.names import hold_line
from tui import wording
from tui.common.duties.deed import Deed
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.paths import path_of

if TYPE_CHECKING:
    from store.custody.clocks import DutyClock
    from store.keeping.store import Store

_STEPS: Final = (
    Option(RequestStep.FORWARDED, "it was passed on to the department"),
    Option(RequestStep.ACKNOWLEDGED, "whoever asked was told that it came"),
    Option(RequestStep.IDENTITY_CHECKED, "it was checked who asks"),
    Option(RequestStep.FAMILY_FOUND, "it was found out whose it is"),
    Option(RequestStep.CLARIFICATION_SOUGHT, "they were asked what they mean"),
    Option(RequestStep.THIRD_PARTY_REVIEWED, "what is others' was taken out of the pack"),
    Option(RequestStep.PACK_MADE, "the pack was made"),
    Option(RequestStep.PACK_SUPPLIED, "the pack was given to the department"),
)
_ENDS: Final = (
    Option(RequestEnd.ANSWERED, "it was answered"),
    Option(RequestEnd.PASSED_ON, "it was passed on; the department answers"),
    Option(RequestEnd.ERASED, "everything was deleted, as the department instructed"),
    Option(RequestEnd.NOTHING_HELD, "nothing is held"),
    Option(RequestEnd.NOT_UPHELD, "it was not granted"),
    Option(RequestEnd.TAKEN_BACK, "they took it back"),
)


def _note(question: str) -> Field:
    return Field("note", "Note", question, Kind.LINE, may_be_empty=True, check=hold_line)


def step(request: Request) -> Deed:
    """Say that it came a step further."""

    def keep(store: "Store", answers: Answers) -> str:
        from store.exchange.asked import find_family

        found = request_named(store, request.request)
        taken, note = RequestStep(one(answers, "step") or ""), one(answers, "note")
        if taken is RequestStep.FAMILY_FOUND:
            family = family_of_reference(store, one(answers, "reference") or "")
            return _moved("The step is kept", find_family(store, found, family, note))
        return _moved("The step is kept", following.follow(store, found, taken, note))

    fields = (
        Field("step", "Step", "How far did it come?", Kind.ONE, lambda _: _STEPS),
        Field("reference", "Family", "Whose is it, by the council's reference?", Kind.LINE,
              applies=lambda answers: one(answers, "step") == RequestStep.FAMILY_FOUND),
        _note("Anything to note? Enter goes on without."),
    )  # fmt: skip
    means = "It is kept as done now. A family that is found is locked, where everything was to be deleted now."
    return Deed("A step further", fields, means, keep)


def answered(request: Request) -> Deed:
    """Say that they answered what they were asked."""

    def keep(store: "Store", _: Answers) -> str:
        return _moved("It is kept that they answered", following.answered(store, request_named(store, request.request)))

    today = (Option("today", "they answered today"),)
    fields = (Field("answered", "Answered", "Did they answer what they were asked?", Kind.ONE, lambda _: today),)
    return Deed("They answered", fields, "A clock that waited for their answer runs on.", keep)


def instruct(request: Request) -> Deed:
    """Say what the department instructed."""

    def keep(store: "Store", answers: Answers) -> str:
        path = path_of(one(answers, "document") or "")
        if not path.is_file():  # nor a pipe, which nobody may ever write to
            raise SignedFileMissingError
        with disk_refusals():
            document = path.read_bytes()
        found = request_named(store, request.request)
        following.instruct(store, found, one(answers, "name") or "", document, one(answers, "text") or "")
        return "The department's instruction is kept."

    fields = (
        Field("name", "Signed by", "Who at the department signed it?", Kind.LINE, check=hold_line),
        Field("text", "Says", "What does it say, in a line?", Kind.LINE, check=hold_line),
        Field("document", "Document", "Where does its document lie? A file.", Kind.LINE),
    )
    return Deed("Instruction", fields, "The document's fingerprint is kept, and not the document.", keep)


def close(request: Request, running_count: int) -> Deed:
    """Close it.

    Args:
        request: An open one.
        running_count: How many of its clocks still run.
    """

    def keep(store: "Store", answers: Answers) -> str:
        end = RequestEnd(one(answers, "end") or "")
        stopped = following.close_request(store, request_named(store, request.request), end, one(answers, "note"))
        return _moved("The request is closed", stopped)

    fields: Sequence[Field] = (
        Field("end", "End", "How did it end?", Kind.ONE, lambda _: _ENDS),
        _note("Anything to note? Enter goes on without."),
    )
    clocks = f" {wording.counted(running_count, 'clock')} of it stops." if running_count else ""
    return Deed("Close the request", fields, f"It is closed for good.{clocks}", keep, is_grave=True)


def close_of_erased(request: str) -> Deed:
    """Close one that went with its family.

    Args:
        request: Its id.
    """

    def keep(store: "Store", answers: Answers) -> str:
        stopped = following.close_of_erased_family(store, request, RequestEnd(one(answers, "end") or ""))
        return _moved("The request is closed", stopped)

    fields = (Field("end", "End", "How did it end?", Kind.ONE, lambda _: _ENDS),)
    return Deed("Close the request", fields, "It is closed for good; its clocks stop.", keep, is_grave=True)


def _moved(said: str, clocks: "Sequence[DutyClock]") -> str:
    if not clocks:
        return f"{said}."
    return f"{said}; {wording.counted(len(clocks), 'clock')} stands otherwise now."
