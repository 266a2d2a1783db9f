"""Three looks: dark, light, and one of high contrast for bad light and tired eyes.

Owns what each colour token is. Refuses to own where tokens are used: screens and widgets name them, never a colour.
Every text stands out from every ground of its look by WCAG AA at least, in the high one by AAA, and again after a
terminal of sixteen colours has taken the nearest ones; tests compute it.
"""

from typing import Final

from textual.theme import Theme


def _look(
    name: str, *, is_dark: bool, ink: str, muted: str, grounds: tuple[str, str, str], lines: str,
    error: str, warning: str, success: str, pointed: tuple[str, str],
) -> Theme:  # fmt: skip
    """Return a look.

    Args:
        name: What it is called.
        is_dark: Whether its ground is.
        ink: Text.
        muted: Text that matters less.
        grounds: Of the screen, of what one types into, of header and footer.
        lines: Frames round dialogs.
        error: Text that says something was refused.
        warning: Text that asks for care.
        success: Text that says something is well.
        pointed: Text and ground of the line that is pointed at.
    """
    background, surface, panel = grounds
    pointed_ink, pointed_ground = pointed
    return Theme(
        name=name,
        dark=is_dark,
        primary=lines,
        secondary=lines,
        accent=lines,
        error=error,
        warning=warning,
        success=success,
        foreground=ink,
        background=background,
        surface=surface,
        panel=panel,
        text_alpha=1.0,
        variables={
            "boost": panel,  # Textual lets it be nothing where a panel is given
            "text": ink,
            "text-muted": muted,
            "text-disabled": muted,
            "text-error": error,
            "text-warning": warning,
            "text-success": success,
            "text-primary": ink,
            "text-accent": ink,
            "foreground-muted": muted,
            "border": lines,
            "border-blurred": muted,
            "block-cursor-foreground": pointed_ink,
            "block-cursor-background": pointed_ground,
            "block-cursor-blurred-foreground": pointed_ink,
            "block-cursor-blurred-background": pointed_ground,
            "block-hover-background": panel,
            "input-cursor-foreground": background,
            "input-cursor-background": ink,
            "input-selection-foreground": pointed_ink,
            "input-selection-background": pointed_ground,
            "scrollbar": muted,
            "scrollbar-hover": muted,
            "scrollbar-active": ink,
            "scrollbar-background": panel,
            "scrollbar-background-hover": panel,
            "scrollbar-background-active": panel,
            "scrollbar-corner-color": panel,
        },
    )


DARK: Final = _look(
    "dark",
    is_dark=True,
    ink="#e8e8e8",
    muted="#b4b9c1",
    grounds=("#101214", "#1a1d21", "#23272e"),
    lines="#7fb2ff",
    error="#ff9b9b",
    warning="#ffd479",
    success="#9be29b",
    pointed=("#101214", "#e8e8e8"),
)
LIGHT: Final = _look(
    "light",
    is_dark=False,
    ink="#1a1a1a",
    muted="#262626",
    grounds=("#ffffff", "#f2f2f2", "#e3e6ea"),
    lines="#0b57a4",
    error="#a40000",
    warning="#7a1a7a",
    success="#1c611c",
    pointed=("#ffffff", "#1a1a1a"),
)
HIGH_CONTRAST: Final = _look(
    "high contrast",
    is_dark=True,
    ink="#ffffff",
    muted="#ffffff",
    grounds=("#000000", "#000000", "#000000"),
    lines="#ffffff",
    error="#ffb0b0",
    warning="#ffff55",
    success="#55ff55",
    pointed=("#000000", "#ffff55"),
)

LOOKS: Final = (DARK, LIGHT, HIGH_CONTRAST)
"""In the order in which one key goes through them; the first stands by itself."""


def after(name: str) -> Theme:
    """Return the look that comes after one."""
    names = [each.name for each in LOOKS]
    return LOOKS[(names.index(name) + 1) % len(LOOKS)] if name in names else DARK
