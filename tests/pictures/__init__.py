"""Pictures of what a person sees: made-up families, a stopped clock, the same bytes each time."""

from tests.pictures.demo import printed
from tests.pictures.drawing import draw
from tests.pictures.screens import Shot, prompt, taken, walked
from tests.pictures.tours import TOURS, toured

PRINTED: dict[str, tuple[int, tuple[str, ...]]] = {
    "demo-120.svg": (120, ("demo", "exchange")),
    "demo-80.svg": (80, ("demo", "exchange")),
}
"""File name: columns, and the words of the command."""

PROMPTS: dict[str, tuple[int, int]] = {"unlock.svg": (80, 24)}
"""File name: the terminal."""

_ASKED = ("down", "enter", "c", "1", "1", "enter", "1", "enter", "enter")
"""The main carer, read aloud, nobody else there, a private place offered."""

_DELIVERY = (
    "i", "a", *"tests/exchange/deliveries/essex-contacts.aes256.zip", "enter", "1", "1", "1", "enter", "enter",
    *"Lantern-Orchard-58-Kestrel", "enter", "enter",
)  # fmt: skip
"""A council's delivery to practise on, looked into; the path is that of a clean checkout, and in no picture."""

_ASKS = ("f", "enter", "q", "1", "1", "1", *"what you hold", *["enter"] * 5, "f3", "f3", "f3")
"""Somebody of the first family asks what is held about them."""

_RECIPIENT = (
    "a", *"Study One", "enter", *"Study One Limited", "enter", "5", "9", "enter", "enter", "enter", "ctrl+s",
)  # fmt: skip
"""An evaluator in the country, of whom no key is known, for research outputs."""

SCREENS: dict[str, Shot] = {
    "contacts.svg": Shot(()),
    "contacts-120.svg": Shot(("v",), 120, 40),
    "contacts-light.svg": Shot((), look="light"),
    "contacts-high-contrast.svg": Shot((), look="high contrast"),
    "filter.svg": Shot(("slash", *"row")),
    "family.svg": Shot(("down", "enter")),
    "attempt.svg": Shot(("a", "4", "1")),
    "attempt-end.svg": Shot(("a", "6", *["enter"] * 5)),
    "agenda.svg": Shot(("d",)),
    "refusal.svg": Shot(("f8", "1")),
    "consent.svg": Shot(_ASKED),
    "consent-easy.svg": Shot((*_ASKED, "e")),
    "receipt.svg": Shot((*_ASKED, "y", "c", "n", "y")),
    "withdrawal.svg": Shot((*_ASKED, "y", "c", "y", "y", "enter", "l", "1", "4", "2", "2", "1", "1", "enter")),
    "clocks.svg": Shot(("f2", "3", "enter", *"blown away", *["enter"] * 5, "f3", "c")),
    "loss.svg": Shot(("f2", "2", "enter", *"taken from the car")),
    "request.svg": Shot(("q", "3", "1", "1", "1", *"delete it all", *["enter"] * 4)),
    "trail.svg": Shot(("t",)),
    "incidents.svg": Shot(("t", "i"), is_base=True),
    "incident-told.svg": Shot(("t", "i", "enter", "t", "1", *"desk", "enter", "1"), is_base=True),
    "base.svg": Shot(("home",), is_base=True),
    "base-120.svg": Shot(("home",), 120, 40, is_base=True),
    "base-families.svg": Shot(("f", "slash", *"row"), is_base=True),
    "base-give.svg": Shot(("f", "1", "a", "1", "1", *["enter"] * 1), is_base=True),
    "base-families-120.svg": Shot(("f", "2"), 120, 40, is_base=True),
    "base-family.svg": Shot(("f", "2", "enter"), is_base=True),
    "base-refusal.svg": Shot(("f", "2", "f8", "1", "1", "1", *["enter"] * 3), is_base=True),
    "base-stop-code.svg": Shot(("f", "2", "enter", "x", "1", "1", "ctrl+s"), is_base=True),
    "base-open-again.svg": Shot(("f", "2", "enter", "o", "1", *"she rang", "enter"), is_base=True),
    "base-close-case.svg": Shot(("f", "2", "enter", "c", "1", "1", "1", *"the hospital rang", "enter"), is_base=True),
    "base-recall.svg": Shot(("f", "2", "r", "2", "1"), is_base=True),
    "base-visit-over.svg": Shot(
        ("m", "enter", "w", *"home, as her sister says", "enter"), is_base=True, is_overdue=True
    ),
    "base-safety-note.svg": Shot(("f", "slash", *"nor-00020", "enter", "enter", "y"), is_base=True),
    "base-laptops.svg": Shot(("l",), is_base=True),
    "base-laptop.svg": Shot(("l", "down", "enter"), is_base=True),
    "base-dead.svg": Shot(("l", "d", "1", "1"), is_base=True),
    "base-intake.svg": Shot(("i",), is_base=True),
    "base-delivery.svg": Shot(("i", "enter"), is_base=True),
    "base-intake-ask.svg": Shot(("i", "a"), is_base=True),
    "base-columns.svg": Shot(_DELIVERY, is_base=True),
    "base-councils.svg": Shot(("i", "c"), is_base=True),
    "base-notes.svg": Shot(("i", "n"), is_base=True),
    "base-note.svg": Shot(("i", "n", "enter"), is_base=True),
    "base-inbox.svg": Shot(("m",), is_base=True),
    "base-clash.svg": Shot(("m", "enter", "1", *"rang them", "enter"), is_base=True),
    "base-paper.svg": Shot(
        ("y", "a", *"p-1 p-2", "enter", "1", "enter", *"no screen there", "enter", "enter"), is_base=True
    ),
    "base-staff.svg": Shot(("s",), is_base=True),
    "base-checks.svg": Shot(("b",), is_base=True),
    "base-wave-two.svg": Shot(("w",), is_base=True),
    "base-gates.svg": Shot(("w", "enter"), is_base=True),
    "base-sample.svg": Shot(("w", "s"), is_base=True),
    "base-destruction.svg": Shot(("d",), is_base=True),
    "base-audit.svg": Shot(("a",), is_base=True),
    "base-ends.svg": Shot(("a", "end", "enter"), is_base=True),
    "base-notices.svg": Shot(("a", "n"), is_base=True),
    "base-notice.svg": Shot(("a", "n", "enter"), is_base=True),
    "base-audit-pack.svg": Shot(("a", "p", "enter", "enter", "1"), is_base=True),
    "base-declaration-original.svg": Shot(("d", "enter"), is_base=True),
    "base-declaration.svg": Shot(("d", "down", "enter"), is_base=True),
    "base-destruction-plan.svg": Shot(("d", "a", "5", "enter"), is_base=True),
    "base-linkage.svg": Shot(("n",), is_base=True),
    "base-pack.svg": Shot((*_ASKS, "p", "p", "1", "enter", "1", "enter", "down", "x"), is_base=True),
    "base-pack-item.svg": Shot((*_ASKS, "p", "p", "1", "enter", "2", "enter", "enter"), is_base=True),
    "base-recipient.svg": Shot(("r", *_RECIPIENT, "enter"), is_base=True),
    "base-registers.svg": Shot(("r", *_RECIPIENT), is_base=True),
    "base-in-writing.svg": Shot(("r", "i"), is_base=True),
    "base-term.svg": Shot(("r", "t"), is_base=True),
    "base-outputs.svg": Shot(("p",), is_base=True),
    "base-report.svg": Shot(("p", "a", "1"), is_base=True),
    "base-backups.svg": Shot(("u",), is_base=True),
    "base-clocks.svg": Shot(("c",), is_base=True),
    "help.svg": Shot(("f1",)),
    "guide.svg": Shot(("f1", "1")),
    "cover.svg": Shot(("f9",)),
}
"""File name: what leads there."""

_TURNED = ("1", "enter", "1", "enter")
"""Read aloud, nobody else there, a private place offered, nothing else."""

WALK: dict[str, tuple[str, ...]] = {
    "consent-who.svg": ("down", "enter", "c"),
    "consent-parent.svg": ("2", *"14", "enter"),
    "consent-turn.svg": ("1", "1", *_TURNED),
    "consent-permission.svg": ("enter",),
    "consent-assent.svg": ("y",),
    "consent-receipt.svg": ("n",),
    "consent-polish.svg": ("enter", "c", "1", *_TURNED, "enter", "l"),
    "consent-languages.svg": ("g",),
    "consent-interview.svg": ("f3", "l", "y"),
    "consent-linkage.svg": ("c",),
    "consent-not-asked.svg": ("x",),
    "consent-recontact.svg": ("f3", "n"),
    "consent-strip.svg": ("y", "enter", "end"),
    "withdrawal-code.svg": ("escape", "l", *"jdgy91znk0"),
}
"""File name: what leads there from the picture before; a young person's asking, then their parent's."""

PICTURES = (*PRINTED, *PROMPTS, *SCREENS, *WALK, *TOURS)


def drawn(name: str) -> str:
    """Return the picture of that name as it is today."""
    if name in PRINTED:
        columns, words = PRINTED[name]
        return draw(printed(words, columns), columns)
    if name in TOURS:
        return toured(name)
    if name in PROMPTS:
        return prompt(*PROMPTS[name])
    if name in WALK:
        return dict(zip(WALK, walked(tuple(WALK.values())), strict=True))[name]
    return taken(SCREENS[name])
