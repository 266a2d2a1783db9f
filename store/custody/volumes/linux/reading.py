"""Takes the picture of the running Linux machine, without root.

Owns which files are read, from the folder and the swaps down. Refuses to own any decision: what cannot be read is left
out of the picture, and what is left out is never a YES.
"""

from collections.abc import Sequence
from pathlib import Path

from store.custody.volumes.command import Answer, Ask, Silence, ask
from store.custody.volumes.linux import fscrypt, zfs
from store.custody.volumes.linux.picture import Block, LinuxPicture, Mount, Place, SwapKind, mounts, swaps
from store.custody.volumes.linux.sysfs import btrfs_spans, node_of, place_of, read_block, text_of
from store.custody.volumes.nearest import nearest_existing

MOST_BLOCKS = 64
"""A laptop's stack has under ten. What lies beyond is not followed, and so unreadable to the walk."""


def record(folder: Path, root: Path = Path("/"), asking: Ask = ask) -> LinuxPicture:
    """Collect all that a decision about a folder rests on.

    Args:
        folder: It need not exist yet; then its nearest ancestor counts.
        root: Where `proc` and `sys` are found.
        asking: Asks a command.
    """
    at = nearest_existing(folder)
    camera = _Camera(root, asking)
    place = place_of(at) if at else None
    camera.add_place(place)
    for swap in swaps(camera.swaps) or ():
        match swap.kind:
            case SwapKind.PARTITION:
                camera.add_node(swap.path)
            case SwapKind.FILE:
                camera.add_file(swap.path)
    policy, is_policy_read = fscrypt.policy_of(at) if at else (None, False)
    return LinuxPicture(
        folder=place,
        mountinfo=camera.mountinfo,
        swaps=camera.swaps,
        blocks=camera.blocks,
        nodes=camera.nodes,
        files=camera.files,
        btrfs=tuple(camera.btrfs),
        policy=policy,
        is_policy_read=is_policy_read,
        zfs=camera.zfs,
        zfs_keys=camera.zfs_keys,
        zfs_pools=camera.zfs_pools,
    )


def _asked(asking: Ask, commands: Sequence[str], question: Sequence[str]) -> Answer | Silence:
    """Ask the first of some commands that there is."""
    answer: Answer | Silence = Silence.MISSING
    for command in commands:
        answer = asking((command, *question))
        if answer is not Silence.MISSING:
            break
    return answer


class _Camera:
    """Collects what is reached from the places and nodes it is shown."""

    def __init__(self, root: Path, asking: Ask) -> None:
        self._sys = root / "sys"
        self._asking = asking
        self.zfs: dict[str, Answer | Silence] = {}
        self.zfs_keys: dict[str, Answer | Silence] = {}
        self.zfs_pools: dict[str, Answer | Silence] = {}
        self.mountinfo = text_of(root / "proc/self/mountinfo") or ""
        self.swaps = text_of(root / "proc/swaps") or ""
        self.blocks: dict[str, Block] = {}
        self.nodes: dict[str, str] = {}
        self.files: dict[str, Place] = {}
        self.btrfs = btrfs_spans(self._sys / "fs/btrfs")
        self._mounts = mounts(self.mountinfo)

    def add_place(self, place: Place | None) -> None:
        mount = self._mounts.get(place.mount_id) if place else None
        if mount is None:
            return
        self.add_block(mount.device)
        if mount.kind == "zfs" and zfs.is_name(mount.source):
            self._add_dataset(mount.source)
        elif mount.source.startswith("/dev/"):
            self._add_source(mount)

    def add_node(self, path: str) -> None:
        number = node_of(path)
        if number and path not in self.nodes:
            self.nodes[path] = number
            self.add_block(number)

    def add_file(self, path: str) -> None:
        place = place_of(Path(path))
        if place:
            self.files[path] = place
            self.add_place(place)

    def add_block(self, number: str) -> None:
        if number in self.blocks or number.startswith("0:") or len(self.blocks) >= MOST_BLOCKS:
            return
        block = read_block(number, self._sys)
        if block is None:
            return
        self.blocks[number] = block
        for below in block.under or ():
            self.add_block(below)
        self.add_place(block.backing)

    def _add_source(self, mount: Mount) -> None:
        self.add_node(mount.source)
        named = self.nodes.get(mount.source)
        for span in self.btrfs:
            if named in span:
                for number in sorted(span):
                    self.add_block(number)

    def _add_dataset(self, dataset: str) -> None:
        if dataset in self.zfs:
            return
        self.zfs[dataset] = _asked(self._asking, zfs.ZFS, zfs.dataset_question(dataset))
        told = zfs.properties(self.zfs[dataset], zfs.PROPERTIES)
        if told is None:
            return
        if told["encryption"] == "off":
            self._add_pool(dataset.partition("/")[0])
        elif zfs.is_name(told["encryptionroot"]):
            self._add_key(told["encryptionroot"])

    def _add_key(self, root: str) -> None:
        if root in self.zfs_keys:
            return
        self.zfs_keys[root] = _asked(self._asking, zfs.ZFS, zfs.key_question(root))
        told = zfs.properties(self.zfs_keys[root], ("keylocation",)) or {}
        scheme, _, path = told.get("keylocation", "").partition("://")
        if scheme == "file" and path.startswith("/"):
            self.add_file(path)

    def _add_pool(self, pool: str) -> None:
        if pool not in self.zfs_pools:
            self.zfs_pools[pool] = _asked(self._asking, zfs.ZPOOL, zfs.pool_question(pool))
            for path in zfs.devices(self.zfs_pools[pool], pool) or ():
                self.add_node(path)
