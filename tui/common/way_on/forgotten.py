"""A forgotten passphrase, at the laptop's prompt: asking base, and taking its answer. Pure.

Owns the questions and the sentences. Refuses to own the request, the answer and every check of them (store).
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from store.custody.contact_card import Contact
from store.errors import StoreError
from store.exchange.recovery_files import ANSWER, answer_name
from store.exchange.signed_file import claimed, content_of, hold_folder
from store.ids import DeviceId
from tui import wording
from tui.common.set_up.questions import large
from tui.common.wishes.ringing import ringing
from tui.forms.fields import Answers, Field, Kind, Option, one
from tui.forms.form import Form
from tui.paths import path_of
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

TITLE: Final = "Forgotten passphrase"
ASK, TAKE = "ask", "take"

_WHAT: Final = (Option(TAKE, "base's answer is here"), Option(ASK, "ask base anew: its answer before then is no use"))


def form(device: DeviceId, *, is_waiting: bool, people_count: int) -> Form:
    """Return what is asked.

    Args:
        device: The laptop.
        is_waiting: Whether base was asked before, and its answer may be here.
        people_count: How many people sign in here; of several one is named by their id.
    """
    where = "Into which folder is the request to base written? A stick is one."

    def is_asking(answers: Answers) -> bool:
        return not is_waiting or one(answers, "what") == ASK

    def takes(answers: Answers) -> bool:
        return is_waiting and one(answers, "what") == TAKE

    def hold_answer(typed: str) -> None:
        claimed(content_of(answer_path(typed, device)), ANSWER)

    return Form(
        (
            Field("what", "Wanted", "Base was asked before. What is it now?", Kind.ONE, lambda _: _WHAT,
                  applies=lambda _: is_waiting),
            Field("staff", "Who", "Whose passphrase? Base reads out your id.", Kind.LINE,
                  applies=lambda answers: is_asking(answers) and people_count > 1),
            Field("to", "Folder", where, Kind.LINE, applies=is_asking, check=lambda typed: hold_folder(path_of(typed))),
            Field("from", "Answer", "In which folder does base's answer lie?", Kind.LINE,
                  applies=takes, check=hold_answer),
            Field("typed", "Passphrase", "The new passphrase, as you chose it when base was asked.", Kind.LINE,
                  applies=takes, is_secret=True),
        )
    )  # fmt: skip


def takes_answer(answers: Answers) -> bool:
    """Say whether base's answer is taken, not asked for."""
    return one(answers, "what") == TAKE


def answer_path(typed: str, device: DeviceId) -> Path:
    """Return where an answer is, of which the folder was typed, or the file."""
    path = path_of(typed)
    return path / answer_name(device) if path.is_dir() else path


def means(answers: Answers, width: int) -> list[PageLine]:
    """Return what it means, before it is done."""
    if takes_answer(answers):
        said = ["The passphrase before then opens nothing any more.", "Nothing that was recorded here is lost."]
        return [*paragraph("Your new passphrase counts from then on.", width, Tint.HEAD), *_each(said, width)]
    said = ["You choose a new passphrase first: it counts once two people at base have answered.", "Nothing that was"
            " recorded here is lost, and the old passphrase still opens it, should you remember."]  # fmt: skip
    return [*paragraph("Base is asked to let you in.", width, Tint.HEAD), *_each(said, width)]


def asked_lines(path: Path, six: Sequence[str], contacts: Sequence[Contact], width: int) -> list[PageLine]:
    """Return the six words, large, and what comes next."""
    steps = [
        f"1. Bring the request to base: {path.name}, in {wording.plain(str(path.parent))}.",
        "2. Base types these words, and two people answer. Write them down if nobody is there now.",
        "3. With base's answer: F4 here, and the new passphrase once more. Remember it.",
    ]
    return [
        *paragraph("Ring base, and read these six words aloud:", width, Tint.HEAD),
        *large(six),
        *_each(steps, width),
        PageLine(""),
        *ringing(contacts),
    ]


def taken_lines(width: int) -> list[PageLine]:
    """Return what to do once the answer was taken."""
    return [
        *paragraph("Your new passphrase counts from now on.", width, Tint.HEAD),
        PageLine(""),
        *paragraph("Go back, and unlock with it. The store then goes over to a new key.", width),
    ]


def refused_lines(refusal: StoreError, hint: str, contacts: Sequence[Contact], width: int) -> list[PageLine]:
    """Return why nothing can be asked here, and whom to ring."""
    return [
        *paragraph(refusal.message, width, Tint.WARNING),
        *paragraph(hint, width),
        PageLine(""),
        *ringing(contacts),
    ]


def _each(said: Sequence[str], width: int) -> list[PageLine]:
    return [line for each in said for line in paragraph(each, width)]
