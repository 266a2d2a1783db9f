"""Keys at the prompt: a terminal's bytes, one after the other, to what they ask for. Pure.

Owns telling a typed byte from a key. Refuses to own what is typed: no byte of it stays here.
"""

TYPED = "typed"
BACK = "back"
CLEAR = "clear"
ENTER = "enter"
LEAVE = "leave"
INCIDENT = "incident"
REFUSED = "refused"
HAND_IN = "hand_in"
WITHDRAWAL = "withdrawal"
FORGOTTEN = "forgotten"

WISHES = {
    FORGOTTEN: ("F4", "Forgotten", (b"OS", b"[[D", b"[14~", b"[S")),
    INCIDENT: ("F2", "Loss", (b"OQ", b"[[B", b"[12~", b"[Q")),
    REFUSED: ("F8", "Refused", (b"[19~",)),
    WITHDRAWAL: ("F7", "Withdraw", (b"[18~",)),
    HAND_IN: ("F6", "Hand in", (b"[17~",)),
}
"""What needs no passphrase: its key, its label, and what terminals send for it after Escape. `commands` names the same.

Source: xterm, ctlseqs (PC-style function keys); the Linux console's `[[B`; the kitty keyboard protocol.
"""

_PLAIN = {0x03: LEAVE, 0x04: LEAVE, 0x08: BACK, 0x0A: ENTER, 0x0D: ENTER, 0x11: LEAVE, 0x15: CLEAR, 0x7F: BACK}
_SPECIAL = {sent: wish for wish, (_, _, sequences) in WISHES.items() for sent in sequences}
_ESCAPE = 0x1B
_LONGEST = 32


class Keys:
    """Reads one terminal."""

    def __init__(self) -> None:
        self._sequence: bytearray | None = None
        self._is_pasting = False

    def take(self, byte: int) -> str:
        """Return what one byte completes, or nothing: inside something pasted there are letters and nothing else."""
        if self._sequence is not None:
            return self._go_on(self._sequence, byte)
        if byte == _ESCAPE:
            self._sequence = bytearray()
            return ""
        if byte < 0x20 or byte == 0x7F:
            return "" if self._is_pasting else _PLAIN.get(byte, "")
        return TYPED

    def pause(self) -> None:
        """Hear that nothing more came at once: an Escape that stands alone is no beginning of a key."""
        if not self._sequence and not self._is_pasting:
            self._sequence = None

    def _go_on(self, sequence: bytearray, byte: int) -> str:
        if byte == _ESCAPE:
            sequence.clear()  # whatever began before it is none
            return ""
        sequence.append(byte)
        is_begun = len(sequence) == 1 and byte in b"[O"
        is_inside = sequence[:1] == b"[" and (not 0x40 <= byte <= 0x7E or sequence == b"[[")
        if (is_begun or is_inside) and len(sequence) < _LONGEST:
            return ""
        whole, self._sequence = bytes(sequence), None
        if whole in (b"[200~", b"[201~"):  # bracketed paste
            self._is_pasting = whole == b"[200~"
        return "" if self._is_pasting else _SPECIAL.get(whole, "")
