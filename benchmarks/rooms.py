"""Prints the size of each room of the code and its imports: python -m benchmarks.rooms.

A room is a folder of modules: retriever is one, retriever.answers another. Modules that have only a docstring are not
counted.
"""

import ast
import statistics
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import kutip

SRC = Path(kutip.__file__).parent.parent
PACKAGES = ("kutip", "indexer", "retriever", "api")

Edge = tuple[str, str]  # a module and one that it imports


@dataclass(frozen=True, slots=True)
class Room:
    """A folder of modules.

    Attributes:
        name: For example "retriever.answers".
        lines: Number of lines of each module, ascending.
        inside: Number of imports of its modules by its modules.
        outward: Number of imports of modules elsewhere by its modules.
    """

    name: str
    lines: tuple[int, ...]
    inside: int
    outward: int


def modules_of(root: Path, packages: Sequence[str] = PACKAGES) -> dict[str, Path]:
    """The files of all modules by their import name, for example kutip.types for kutip/types/__init__.py."""
    found = {}
    for path in sorted(path for package in packages for path in (root / package).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def import_edges(modules: Mapping[str, Path]) -> set[Edge]:
    """All pairs (module, module that it imports); imports inside functions count too."""
    return {
        (name, other)
        for name, path in modules.items()
        for other in _imported(ast.parse(path.read_text(encoding="utf-8")), modules)
        if other != name
    }


def _imported(tree: ast.Module, modules: Mapping[str, Path]) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules)
        elif isinstance(node, ast.ImportFrom) and node.module is not None:
            wholes = (f"{node.module}.{alias.name}" for alias in node.names)
            yield from (name for name in (w if w in modules else node.module for w in wholes) if name in modules)


def measure_rooms(root: Path, packages: Sequence[str] = PACKAGES) -> list[Room]:
    """One record for each folder that has modules, sorted by name."""
    modules = modules_of(root, packages)
    edges = import_edges(modules)
    folder = {name: path.parent for name, path in modules.items()}
    rooms = []
    for own in sorted({*folder.values()}):
        texts = [path.read_text(encoding="utf-8") for path in modules.values() if path.parent == own]
        lines = tuple(sorted(len(text.splitlines()) for text in texts if len(ast.parse(text).body) > 1))
        inside = sum(folder[one] == folder[other] == own for one, other in edges)
        outward = sum(folder[one] == own != folder[other] for one, other in edges)
        if lines:
            rooms.append(Room(own.relative_to(root).as_posix().replace("/", "."), lines, inside, outward))
    return rooms


def print_rooms(root: Path = SRC, packages: Sequence[str] = PACKAGES) -> None:
    """Print a table with a row for each room, each package, and the whole code."""
    rooms = measure_rooms(root, packages)
    print(f"{'':24} modules   median lines   largest   imports inside   imports of others")
    for room in rooms:
        _print_row(room.name, [room])
    for package in packages:
        _print_row(f"{package}, all rooms", [room for room in rooms if room.name.partition(".")[0] == package])
    _print_row("all", rooms)


def _print_row(name: str, rooms: Sequence[Room]) -> None:
    lines = [n for room in rooms for n in room.lines]
    inside, outward = sum(room.inside for room in rooms), sum(room.outward for room in rooms)
    print(f"{name:24} {len(lines):7} {statistics.median(lines):14g} {max(lines):9} {inside:16} {outward:19}")


if __name__ == "__main__":
    print_rooms()
