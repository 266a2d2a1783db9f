"""Keys as people write them: `F9`, `Ctrl+L`, `?`. Pure.

Owns their names. Refuses to own which key does what (commands), and loads nothing.
"""

from typing import Final

_SHOWN: Final = {
    "question_mark": "?", "slash": "/", "pagedown": "PgDn", "pageup": "PgUp", "enter": "Enter", "escape": "Esc",
    "space": "Space", "tab": "Tab", "shift+tab": "Shift+Tab", "up": "Up", "down": "Down", "home": "Home", "end": "End",
}  # fmt: skip


def key_name(key: str) -> str:
    """Return one key as people write it, from Textual's name for it."""
    if key in _SHOWN:
        return _SHOWN[key]
    if key.startswith("ctrl+"):
        return f"Ctrl+{key.removeprefix('ctrl+').upper()}"
    return key.upper() if key.startswith("f") and key[1:].isdecimal() else key
