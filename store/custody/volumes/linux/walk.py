"""The way down from a volume to the disks, over a recorded picture.

Owns the decision: a volume is encrypted where every way down passes an encrypting layer before it reaches a disk.
Refuses to own what counts as such a layer (`mapper`), and to look at the machine.
"""

import re
from collections.abc import Iterable
from typing import assert_never

from store.custody.volumes.linux import fscrypt
from store.custody.volumes.linux.bearing import Bearing, KeyAt, OnDevices, Shown
from store.custody.volumes.linux.mapper import Layer, layer_of
from store.custody.volumes.linux.picture import Block, LinuxPicture, Mount, Place, mounts
from store.custody.volumes.linux.stacks import STACKS, memory
from store.custody.volumes.verdict import Encrypted, worst

_DISK = re.compile(r"(sd|hd|vd|xvd)[a-z]+|nvme\d+(c\d+)?n\d+|mmcblk\d+(boot\d+|rpmb)?")
_MEMORY = re.compile(r"(zram|ram)\d+")


class Walk:
    """One walk down from one volume.

    Attributes:
        notes: What was passed, in the order of passing; kinds and kernel names only.
    """

    def __init__(self, picture: LinuxPicture) -> None:
        self.notes: list[str] = []
        self._picture = picture
        self._mounts = mounts(picture.mountinfo)
        self._answers: dict[str, Encrypted] = {}
        self._keys: set[int] = set()

    def folder(self, place: Place | None) -> Encrypted:
        """Decide on where the store's folder lies, which may be encrypted by itself."""
        mount = self._mount(place)
        if mount is None or mount.kind not in fscrypt.KINDS:
            return self.place(place)
        policy = self._picture.policy
        strength = None if policy is None else fscrypt.strength(policy, mount.options)
        if strength is not None:
            return self._note(Encrypted.YES, f"{mount.kind} folder under fscrypt, {strength}")
        answer = self.place(place)
        if answer is not Encrypted.NO or (policy is None and self._picture.is_policy_read):
            return answer
        if policy is None:
            return self._note(Encrypted.UNKNOWN, "whether fscrypt encrypts the folder could not be read")
        return self._note(Encrypted.UNKNOWN, "the folder is under fscrypt by a mode that shows nothing")

    def swap_file(self, place: Place | None) -> Encrypted:
        """Decide on where a swap file lies: the kernel writes it straight to the disk."""
        mount = self._mount(place)
        bearing = None if mount is None else self._bearing(mount)
        if isinstance(bearing, KeyAt) or (isinstance(bearing, Shown) and bearing.is_by_file):
            return self._note(Encrypted.UNKNOWN, "swap goes round what encrypts file by file")
        return self.place(place)

    def place(self, place: Place | None) -> Encrypted:
        """Decide on where a file or folder lies."""
        mount = self._mount(place)
        if place is None or mount is None:
            return self._note(Encrypted.UNKNOWN, "where it is mounted could not be read")
        if place.device != mount.device and not mount.device.startswith("0:"):
            return self._note(Encrypted.UNKNOWN, "the mounts changed while they were read")
        if self._keys and mount.kind in memory.STACK.kinds:
            return self._note(Encrypted.UNKNOWN, "which lies in memory; where it came from is not shown")
        bearing = self._bearing(mount)
        match bearing:
            case Shown():
                return self._note(bearing.encrypted, bearing.evidence)
            case KeyAt():
                return self._key(place.mount_id, bearing)
            case OnDevices():
                self.notes.append(f"{_plain(mount.kind)} on {self._names(bearing.numbers)}")
                answer = self._all(bearing.numbers)
                if bearing.complete or answer is not Encrypted.YES:
                    return answer
                return self._note(Encrypted.UNKNOWN, f"{_plain(mount.kind)} may use further devices")
            case _ as never:
                assert_never(never)

    def _mount(self, place: Place | None) -> Mount | None:
        return self._mounts.get(place.mount_id) if place else None

    def _key(self, mount_id: int, bearing: KeyAt) -> Encrypted:
        """Decide by where a key lies. A key that lies in what it opens, or in a circle of such, shows nothing."""
        self.notes.append(bearing.evidence)
        if bearing.place is None or mount_id in self._keys:
            return self._note(Encrypted.UNKNOWN, "where that lies could not be read")
        self._keys.add(mount_id)
        # On a bare disk it may be a stick that is taken out again: that shows nothing either way.
        answer = self.place(bearing.place)
        return Encrypted.UNKNOWN if answer is Encrypted.NO else answer

    def device(self, number: str) -> Encrypted:
        """Decide on a block device."""
        if number not in self._answers:
            # Until it is decided it shows nothing: a device that rests on itself never comes to a YES.
            self._answers[number] = Encrypted.UNKNOWN
            self._answers[number] = self._look(number)
        return self._answers[number]

    def _bearing(self, mount: Mount) -> Bearing:
        for stack in STACKS:
            if mount.kind in stack.kinds:
                return stack.bearing(mount, self._picture)
        if mount.device.startswith("0:"):
            return Shown(Encrypted.UNKNOWN, f"{_plain(mount.kind)} is not a kind that can be judged")
        return OnDevices((mount.device,), complete=False)

    def _look(self, number: str) -> Encrypted:
        block = self._picture.blocks.get(number)
        if block is None or block.under is None:
            return self._note(Encrypted.UNKNOWN, f"{self._name(number)} could not be read")
        if block.name.startswith("dm-"):
            return self._mapping(block, block.under)
        if block.under:
            self.notes.append(f"{block.name} on {self._names(block.under)}")
            below = self._all(block.under)
            if block.name.startswith("drbd") and below is Encrypted.YES:
                return self._note(Encrypted.UNKNOWN, f"another machine may keep a copy of {block.name}")
            return below
        if block.name.startswith("loop"):
            self.notes.append(f"{block.name} is a file")
            return self.place(block.backing)
        if _MEMORY.fullmatch(block.name):
            # Of a key that lies there it is not shown where it came from.
            return self._note(Encrypted.UNKNOWN if self._keys else Encrypted.YES, f"{block.name} is memory")
        if _DISK.fullmatch(block.name):
            return self._note(Encrypted.NO, f"{block.name} is a bare disk")
        return self._note(Encrypted.UNKNOWN, f"{block.name} is not a kind that can be judged")

    def _mapping(self, block: Block, under: tuple[str, ...]) -> Encrypted:
        layer, words = layer_of(block.dm_uuid)
        if not under:
            return self._note(Encrypted.UNKNOWN, f"{block.name} is {words} over nothing")
        match layer:
            case Layer.SEALED:
                if any(self._may_be_moving(number) for number in under):
                    return self._note(Encrypted.UNKNOWN, f"{block.name} is {words}, perhaps not for all of it yet")
                return self._note(Encrypted.YES, f"{block.name} is {words}")
            case Layer.OPEN:
                self.notes.append(f"{block.name} is {words} over {self._names(under)}")
                return self._all(under)
            case Layer.OPAQUE | Layer.MOVING:
                self.notes.append(f"{block.name} is {words} over {self._names(under)}")
                below = self._all(under)
                # It may be what encrypts, so a bare disk below it shows nothing either way.
                return Encrypted.UNKNOWN if below is Encrypted.NO else below
            case _ as never:
                assert_never(never)

    def _may_be_moving(self, number: str) -> bool:
        block = self._picture.blocks.get(number)
        return block is None or layer_of(block.dm_uuid)[0] is Layer.MOVING

    def _all(self, numbers: Iterable[str]) -> Encrypted:
        return worst([self.device(number) for number in numbers])  # a list: every way down is walked and noted

    def _names(self, numbers: Iterable[str]) -> str:
        return " and ".join(self._name(number) for number in numbers)

    def _name(self, number: str) -> str:
        block = self._picture.blocks.get(number)
        return block.name if block else number

    def _note(self, answer: Encrypted, words: str) -> Encrypted:
        self.notes.append(words)
        return answer


def _plain(kind: str) -> str:
    """Return a file system's kind without its subtype, which the one who mounts can choose."""
    return kind.partition(".")[0]
