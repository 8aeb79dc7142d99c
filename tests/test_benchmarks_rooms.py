"""The table of rooms, on packages written for it."""

from pathlib import Path

import pytest

from benchmarks.rooms import Room, import_edges, measure_rooms, modules_of, print_rooms

FILES = {
    "inner/__init__.py": '"""Only a docstring."""\n',
    "inner/first.py": "import json\nfrom inner.deep import second\nfrom inner import third\nX = 1\n",
    "inner/third.py": "def late():\n    import inner.first\n    return inner.first\n\nY = 1\n",
    "inner/deep/__init__.py": "from inner.deep.second import Z\n__all__ = ['Z']\n",
    "inner/deep/second.py": "Z = 1\nW = 2\n",
    "outer/only.py": "from inner.deep import Z\nfrom inner.deep.second import W\nV = Z + W\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_imports_lead_to_the_module_that_they_name(root: Path) -> None:
    assert import_edges(modules_of(root, ["inner", "outer"])) == {
        ("inner.first", "inner.deep.second"),
        ("inner.first", "inner.third"),
        ("inner.third", "inner.first"),
        ("inner.deep", "inner.deep.second"),
        ("outer.only", "inner.deep"),
        ("outer.only", "inner.deep.second"),
    }


def test_a_room_counts_its_own_modules_and_imports(root: Path) -> None:
    assert measure_rooms(root, ["inner", "outer"]) == [
        Room("inner", (4, 5), inside=2, outward=1),
        Room("inner.deep", (2, 2), inside=1, outward=0),
        Room("outer", (3,), inside=0, outward=2),
    ]


def test_the_table_sums_the_rooms_of_a_package(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    print_rooms(root, ["inner", "outer"])
    rows = {line.rsplit(maxsplit=5)[0].strip(): line.split()[-5:] for line in capsys.readouterr().out.splitlines()[1:]}
    assert rows["inner, all rooms"] == ["4", "3", "5", "3", "1"]
    assert rows["all"] == ["5", "3", "5", "3", "3"]


def test_the_rooms_of_kutip_are_found() -> None:
    names = {room.name for room in measure_rooms(Path(__file__).parent.parent / "src")}
    assert {"kutip.types", "indexer.parsing", "retriever.answers", "api.v1"} <= names
