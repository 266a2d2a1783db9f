"""What `doorstep verify FILE` says of a certificate or a declaration.

Owns what is printed round its page. Refuses to own the words of the page (pages.certificate), and the document.
"""

import json
from collections.abc import Iterable

from store.clock import from_ms
from store.keeping.attested import Attested, check_attested
from tui.pages.certificate import document_words, lines_of
from tui.pages.laying import Line
from tui.printed import paper


def tell(raw: bytes, *, is_json: bool) -> None:
    """Check a document and print what it says.

    Raises:
        AttestedFormError, ProofError: It does not hold.
    """
    held = check_attested(raw)
    if is_json:
        told = {
            "holds": True,
            "document": held.document,
            "said": held.said,
            **entry_told(held),
        }
        print(json.dumps(told, indent=2))
        return
    paper.say(f"Proved: this {document_words(held)} says what whoever signed it vouched for.")
    say_lines(held, lines_of(held))


def entry_told(held: Attested) -> dict[str, object]:
    """Return what is told, as JSON, of the entry that vouches for a document."""
    entry = held.entry
    return {
        "origin": entry.checkpoint.origin,
        "n": entry.header.n,
        "at": from_ms(entry.header.at_ms).isoformat(timespec="milliseconds"),
        "entries": entry.checkpoint.size,
        "root": entry.checkpoint.root.hex(),
        "signer": entry.signer.hex(),
        "log_key": entry.log_key.hex(),
    }


def say_lines(held: Attested, lines: Iterable[Line]) -> None:
    """Print the lines of a document's page, and which keys to compare."""
    for _, text in lines:
        for line in text.split("\n"):
            if line:
                paper.say(line)
    signer, log_key = held.entry.signer.hex(), held.entry.log_key.hex()
    paper.say(f"Compare with base's register: signed with {signer}, journal of {log_key}.")
