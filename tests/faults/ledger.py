"""What was acknowledged to a child before it was killed, held against what the store keeps afterwards.

Owns the two questions: is everything acknowledged there, and is nothing there twice or half. Refuses to own how the
child came to its end.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from store.errors import StoreError, WrongPassphraseError
from store.keeping.inspection import inspect
from store.keeping.leftovers import epochs_left
from store.keeping.store import Store
from tests.faults import practice
from tests.faults.practice import Kept


@dataclass
class Ledger:
    """One store's acknowledgements, over the lives of many children.

    Attributes:
        folder: The store's.
        kept: Digest of each acknowledged body, by index.
        erased: Indices whose erasure was acknowledged.
        erasing: Indices whose erasure was begun, and may be done.
        noted: Digests of what was acknowledged as noted beside the store.
        text: The passphrase that was acknowledged last.
        changing: The one that may have come to count since.
        joined: Passphrases of people who may sign in.
        left: Passphrases of people who may not any more.
        epoch: The one that was acknowledged last.
        trained: People acknowledged as joined since the last look: each has a credential, told by nothing else.
        begun: Children since the last look, or the founder; each may have got one stroke further than it was told.
    """

    folder: Path
    kept: dict[int, str] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)
    erasing: set[int] = field(default_factory=set)
    noted: set[str] = field(default_factory=set)
    text: str = practice.PASSPHRASE
    changing: str | None = None
    joined: set[str] = field(default_factory=set)
    left: list[str] = field(default_factory=list)
    epoch: int = 1
    trained: int = 0
    begun: int = 1

    def take(self, lines: Sequence[Sequence[str]]) -> None:
        """Take in what one child told before it ended."""
        self.begun += 1
        for what, *told in lines:
            match what:
                case "kept":
                    self.kept.update(enumerate(told[1:], start=int(told[0])))
                case "erasing":
                    self.erasing.add(int(told[0]))
                case "erased":
                    self.erased.add(int(told[0]))
                case "noted":
                    self.noted.add(told[0])
                case "changing":
                    self.changing = " ".join(told)
                case "changed":
                    self.text, self.changing = " ".join(told), None
                case "joined":
                    self.joined.add(told[0])
                    self.trained += 1
                case "leaving":
                    self.joined.discard(told[0])
                case "renewed":
                    self.epoch = int(told[0])
                case "left":
                    self.left.append(told[0])
                case "in" | "locked":
                    pass
                case _:
                    raise AssertionError(f"a child told {what} {told}")

    def look(self, *, signatures: bool, is_inspected: bool = True) -> list[str]:
        """Return what is wrong with the store; empty where everything holds.

        Args:
            signatures: Whether every signature is checked too.
            is_inspected: Whether pages, tree and tables are gone through as well as what was acknowledged.
        """
        try:
            with self._come_in() as store:
                if store.frozen is not None:
                    return [f"the store opened frozen: {store.frozen}"]
                found = self._held_against(practice.read_back(store))
                if store.sidecar.epoch < self.epoch:
                    found.append("a former key is live again")
                self.epoch = store.sidecar.epoch
                if epochs_left(self.folder, self.epoch):
                    found.append("files of another epoch are left")
                if is_inspected:
                    inspect(store, signatures=signatures)
        except StoreError as refusal:
            return [f"{type(refusal).__name__}: {refusal}"]
        self.begun = self.trained = 0
        return [*found, *self._people()]

    def _come_in(self) -> Store:
        """Sign in by the passphrase that counts; only one that was on its way may count instead of the last one."""
        try:
            return practice.come_in(self.folder, text=self.text)
        except WrongPassphraseError:
            if self.changing is None:
                raise
        store = practice.come_in(self.folder, text=self.changing)
        self.text, self.changing = self.changing, None
        return store

    def _held_against(self, kept: Kept) -> list[str]:
        found = kept.faults()
        digests = kept.digests()
        gone = {n for n, each in enumerate(digests) if each is None}
        if not self.erased <= gone <= self.erased | self.erasing:
            found.append("what was erased is back, or more was erased than was asked for")
        self.erased, self.erasing = gone, set()  # whichever of them is done now stays done
        missing = [n for n, each in self.kept.items() if n not in gone and digests[n : n + 1] != [each]]
        if missing:
            found.append(f"acknowledged entries {missing[:5]} are missing or changed")
        incidents = {digests[n] for n, kind in enumerate(kept.kinds) if kind == "incident_raised"}
        if not self.noted <= incidents:
            found.append("what was noted beside the store did not come into it")
        known = {*self.kept.values(), *self.noted}
        new = {
            n: each for n, each in enumerate(digests) if each and kept.kinds[n] in practice.ONCE and each not in known
        }
        if len(new) > 2 * self.begun + self.trained:
            found.append(f"{len(new)} entries were never acknowledged, after {self.begun} kills")
        self.kept |= new  # from now on they may not go either
        return found

    def _people(self) -> list[str]:
        """Hold who may sign in against who can; a wrong passphrase costs a wait, so the slots are asked directly."""
        opens = {text for text in (*self.joined, *self.left[-20:]) if practice.opens(self.folder, text)}
        return [] if opens == self.joined else ["somebody can sign in who left, or cannot who joined"]
