"""The way down through block devices, against every path written out."""

from collections.abc import Iterator
from enum import StrEnum

from hypothesis import given, settings
from hypothesis import strategies as st

from store.custody.volumes import Encrypted, Verdict, linux
from store.custody.volumes.linux.picture import Block, Place

NO_SWAP = "Filename\tType\tSize\tUsed\tPriority\n"
HEX = "0123456789abcdef" * 2


class Kind(StrEnum):
    DISK = "disk"
    LUKS = "luks"
    LVM = "lvm"
    RAID = "raid"
    VERITY = "verity"
    NAMELESS = "nameless"


Graph = dict[int, tuple[Kind, tuple[int, ...]]]


@st.composite
def graphs(draw: st.DrawFn, *, circles: bool) -> Graph:
    """Devices 0 to n; 0 is where the folder lies. Without circles each rests on later ones only."""
    size = draw(st.integers(1, 8))
    graph: Graph = {}
    for device in range(size):
        beneath = range(size) if circles else range(device + 1, size)
        kinds = list(Kind) if len(beneath) else [Kind.DISK]
        kind = draw(st.sampled_from(kinds))
        count = 0 if kind is Kind.DISK else 3
        under = draw(st.lists(st.sampled_from(beneath), min_size=1, max_size=count, unique=True)) if count else []
        graph[device] = (kind, tuple(under))
    return graph


def judged(graph: Graph) -> Verdict:
    def block(device: int) -> Block:
        kind, beneath = graph[device]
        under = tuple(f"254:{each}" for each in beneath)
        match kind:
            case Kind.DISK:
                return Block(f"sd{'abcdefgh'[device]}")
            case Kind.LUKS:
                return Block(f"dm-{device}", f"CRYPT-LUKS2-{HEX}-root", under)
            case Kind.LVM:
                return Block(f"dm-{device}", f"LVM-{HEX}{HEX}", under)
            case Kind.VERITY:
                return Block(f"dm-{device}", f"CRYPT-VERITY-{HEX}-root", under)
            case Kind.NAMELESS:
                return Block(f"dm-{device}", None, under)
            case Kind.RAID:
                return Block(f"md{device}", None, under)

    blocks = {f"254:{device}": block(device) for device in graph}
    mountinfo = "29 1 254:0 / / rw - ext4 /dev/root rw\n"
    return linux.judge(linux.LinuxPicture(Place(29, "254:0"), mountinfo, NO_SWAP, blocks))


def ways_down(graph: Graph, way: tuple[int, ...] = (0,)) -> Iterator[tuple[int, ...]]:
    """Every way from the folder's device to a disk, or to a device that was passed before."""
    under = graph[way[-1]][1]
    if not under or way[-1] in way[:-1]:
        yield way
        return
    for device in under:
        yield from ways_down(graph, (*way, device))


def passes(graph: Graph, way: tuple[int, ...], kind: Kind) -> bool:
    return any(graph[device][0] is kind for device in way)


@settings(deadline=None)  # the machine may be busy, which says nothing about the walk
@given(graphs(circles=False))
def test_a_volume_is_encrypted_exactly_where_every_way_down_passes_luks(graph: Graph) -> None:
    every_way = all(passes(graph, way, Kind.LUKS) for way in ways_down(graph))

    assert (judged(graph).encrypted is Encrypted.YES) is every_way


@settings(deadline=None)
@given(graphs(circles=True))
def test_the_same_holds_where_devices_rest_on_each_other(graph: Graph) -> None:
    every_way = all(passes(graph, way, Kind.LUKS) for way in ways_down(graph))

    assert (judged(graph).encrypted is Encrypted.YES) is every_way


@settings(deadline=None)
@given(graphs(circles=False))
def test_a_volume_is_bare_exactly_where_a_way_down_passes_nothing_that_could_encrypt(graph: Graph) -> None:
    bare_way = any(
        not passes(graph, way, Kind.LUKS) and not passes(graph, way, Kind.NAMELESS) for way in ways_down(graph)
    )

    assert (judged(graph).encrypted is Encrypted.NO) is bare_way
