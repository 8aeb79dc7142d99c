"""The index folder is written completely or not at all, and any change to it is detected; three small files here."""

import errno
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from kutip.errors import (
    IndexDamagedError,
    IndexFormatError,
    IndexMissingError,
    IndexUnreadableError,
    IndexUnwritableError,
    KutipError,
)
from kutip.index import store
from kutip.index.store import MANIFEST, Generation, new_generation, open_generation

untimed = hypothesis_settings(deadline=None)  # a busy machine may be slow

FILES = {"passages.json": b"[]", "vectors.faiss": bytes(range(8)), "sources/paper": b"ke-3, Bali"}
REBUILD = "build the index again: kutip index --force"


def write(index: Path, text: str = "", **facts: Any) -> Path:
    """Write a small generation whose files all end in `text` and put it in force."""
    with new_generation(index) as writer:
        for name, content in FILES.items():
            writer.path(name).write_bytes(content + text.encode())
        writer.facts = facts
    return index


def text_of(generation: Generation) -> str:
    """Return the text that a small generation was written with; fails if its files differ."""
    texts = {generation.path(name).read_bytes().removeprefix(content).decode() for name, content in FILES.items()}
    (text,) = texts
    return text


def generations(index: Path) -> list[str]:
    return sorted(path.name for path in index.iterdir() if path.name.startswith("gen-"))


def test_a_written_generation_reads_back_with_its_files_and_facts(tmp_path: Path) -> None:
    generation = open_generation(write(tmp_path / "new" / "index", "one", passages=352))
    assert text_of(generation) == "one"
    assert generation.facts == {"passages": 352}
    assert generation.folder.name == "gen-1"


@untimed
@given(
    st.dictionaries(st.sampled_from(["a", "b", "c/d"]), st.binary(max_size=4)),
    st.dictionaries(st.sampled_from(["a", "b", "c/d"]), st.binary(max_size=4)),
)
def test_versions_are_equal_exactly_when_the_files_are(
    tmp_path_factory: pytest.TempPathFactory, one: dict[str, bytes], other: dict[str, bytes]
) -> None:
    versions = []
    for files in (one, other):
        index = tmp_path_factory.mktemp("index")
        with new_generation(index) as writer:
            for name, content in files.items():
                writer.path(name).write_bytes(content)
        versions.append(open_generation(index).version)
    assert (versions[0] == versions[1]) == (one == other)


def test_the_version_does_not_depend_on_when_or_how_often_it_was_built(tmp_path: Path) -> None:
    first = open_generation(write(tmp_path, "x", built="on Monday")).version
    assert open_generation(write(tmp_path, "x", built="on Friday")).version == first
    assert open_generation(write(tmp_path, "y")).version != first


def test_the_previous_generation_is_kept_and_older_ones_are_removed(tmp_path: Path) -> None:
    for text in ("one", "two", "three"):
        write(tmp_path, text)
    assert generations(tmp_path) == ["gen-2", "gen-3"]
    assert text_of(open_generation(tmp_path)) == "three"


def test_the_generation_in_force_survives_a_build_after_a_killed_one(tmp_path: Path) -> None:
    write(write(tmp_path, "one"), "two")
    shutil.copytree(tmp_path / "gen-2", tmp_path / "gen-3")  # complete, but killed before CURRENT was renamed
    write(tmp_path, "four")
    assert generations(tmp_path) == ["gen-2", "gen-4"]


def test_a_failing_build_leaves_the_index_unchanged(tmp_path: Path) -> None:
    write(tmp_path, "one")
    (tmp_path / "not-a-file").mkdir()
    with pytest.raises(IsADirectoryError), new_generation(tmp_path) as writer:
        writer.path("passages.json").write_bytes((tmp_path / "not-a-file").read_bytes())
    assert text_of(open_generation(tmp_path)) == "one"
    assert generations(tmp_path) == ["gen-1"]


def test_a_second_builder_is_refused_while_the_first_one_writes(tmp_path: Path) -> None:
    with new_generation(tmp_path) as writer:
        for name, content in FILES.items():
            writer.path(name).write_bytes(content)
        with pytest.raises(KutipError, match="another kutip index is writing to"), new_generation(tmp_path):
            pass
    assert text_of(open_generation(tmp_path)) == ""
    assert text_of(open_generation(write(tmp_path, "next"))) == "next"


def test_a_folder_without_an_index_raises_index_missing_and_names_the_command(tmp_path: Path) -> None:
    for index in (tmp_path, tmp_path / "none"):
        with pytest.raises(IndexMissingError, match="build it: kutip index"):
            open_generation(index)


def test_a_file_in_place_of_the_index_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "index").write_text("not a folder")
    with pytest.raises(IndexMissingError):
        open_generation(tmp_path / "index")
    with pytest.raises(KutipError, match="choose another"), new_generation(tmp_path / "index"):
        pass


# Damage


def test_every_flipped_bit_is_detected(tmp_path: Path) -> None:
    write(write(write(tmp_path, "one"), "two", passages=352), "three")  # gen-3 is in force
    for path in [tmp_path / "CURRENT", *(p for p in (tmp_path / "gen-3").rglob("*") if p.is_file())]:
        with path.open("r+b", buffering=0) as file:
            for offset, byte in enumerate(file.readall()):
                for bit in range(8):
                    os.pwrite(file.fileno(), bytes([byte ^ 1 << bit]), offset)
                    with pytest.raises(IndexDamagedError, match=REBUILD):
                        open_generation(tmp_path)
                os.pwrite(file.fileno(), bytes([byte]), offset)
    assert text_of(open_generation(tmp_path)) == "three"


def test_a_file_of_another_length_is_reported_with_both_lengths(tmp_path: Path) -> None:
    path = write(tmp_path) / "gen-1" / "passages.json"
    path.write_bytes(b"[")
    with pytest.raises(IndexDamagedError, match=f"passages.json is damaged: it has 1 bytes instead of 2; {REBUILD}"):
        open_generation(tmp_path)


def test_a_file_that_the_build_did_not_write_is_detected(tmp_path: Path) -> None:
    write(tmp_path)
    (tmp_path / "gen-1" / "sources" / "other").write_text("a planted paper")
    with pytest.raises(IndexDamagedError, match=f"the build did not write it; {REBUILD}"):
        open_generation(tmp_path)


@pytest.mark.parametrize(
    "content", ["", "\n", "gen-1", "gen-9 0123456789ab\n", "gen-1 0123456789ab\n", "../gen-1\n", "gén-1\n", "x" * 9999]
)
def test_a_pointer_to_no_complete_generation_counts_as_damage_until_rebuilt(tmp_path: Path, content: str) -> None:
    write(tmp_path)
    (tmp_path / "CURRENT").write_text(content, encoding="utf-8")
    with pytest.raises(IndexDamagedError, match=REBUILD) as caught:
        open_generation(tmp_path)
    assert len(str(caught.value)) < 500
    assert text_of(open_generation(write(tmp_path, "mended"))) == "mended"


def test_a_folder_in_place_of_the_pointer_counts_as_damage(tmp_path: Path) -> None:
    (tmp_path / "CURRENT").mkdir()
    with pytest.raises(IndexDamagedError, match="it cannot be read"):
        open_generation(tmp_path)


MALFORMED = ["", "{", "null", "[]", '"x"', "{}", '{"manifest": {}}', '{"sha256": "x"}', "\ud800", "9" * 9999]
MALFORMED += [opened * depth for opened in ("[", '{"manifest": ') for depth in (500, 100_000)]
MALFORMED += ['{"sha256": "x", "manifest": ' + "[" * n + "]" * n + "}" for n in (1, 300, 500, 900, 100_000)]


@pytest.mark.parametrize("text", MALFORMED, ids=lambda text: f"{text[:24]!r} of {len(text)}")
def test_a_malformed_manifest_counts_as_damage(tmp_path: Path, text: str) -> None:
    write(tmp_path)
    (tmp_path / "gen-1" / MANIFEST).write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(IndexDamagedError, match=REBUILD):
        open_generation(tmp_path)


def test_an_entry_added_to_the_manifest_is_detected_even_if_the_file_exists(tmp_path: Path) -> None:
    path = write(tmp_path) / "gen-1" / MANIFEST
    sealed = json.loads(path.read_text())
    sealed["manifest"]["files"]["other"] = sealed["manifest"]["files"]["passages.json"]
    path.write_text(json.dumps(sealed))
    shutil.copy(tmp_path / "gen-1" / "passages.json", tmp_path / "gen-1" / "other")
    with pytest.raises(IndexDamagedError, match="content has changed"):
        open_generation(tmp_path)


def test_another_format_is_reported_with_the_expected_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path)
    written = store.FORMAT
    monkeypatch.setattr(store, "FORMAT", written + 1)
    with pytest.raises(IndexFormatError, match=f"format {written}, this Kutip reads {written + 1}; rebuild it"):
        open_generation(tmp_path)


def test_a_reader_whose_generation_two_builds_replace_reads_the_new_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "one")
    hashed = store._sha256

    def built_meanwhile(path: Path) -> str:
        monkeypatch.setattr(store, "_sha256", hashed)
        write(write(tmp_path, "two"), "three")
        return hashed(path)

    monkeypatch.setattr(store, "_sha256", built_meanwhile)
    assert text_of(open_generation(tmp_path)) == "three"


# Kills


class Killed(BaseException):
    """Stands for the end of the process."""


STEPS = [(os, name) for name in ("mkdir", "open", "fsync", "replace", "unlink", "rmdir")] + [(Path, "write_bytes")]


def kill_at(step: int, patch: Callable[[Any, str, Any], None], die: Callable[[], None]) -> None:
    """End a build at its n-th file-system call, with a file half written; no later call and no clean-up happens."""
    count, write_bytes = 0, Path.write_bytes

    def dying(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count == step and real is write_bytes:
                real(args[0], args[1][: len(args[1]) // 2])
            if count >= step:
                die()
            return real(*args, **kwargs)

        return call

    for owner, name in STEPS:
        patch(owner, name, dying(getattr(owner, name)))


def die() -> None:
    raise Killed


def killed_builds(folder: Path, before: str) -> Iterator[Path]:
    """For each file-system step of a build of "new", kill it there and yield the folder; `before` was built first."""
    step, ended = 0, False
    while not ended:
        step += 1
        index = folder / f"killed-at-{step}"
        index.mkdir()
        for text in before.split():
            write(index, text)
        with pytest.MonkeyPatch.context() as patch:
            kill_at(step, patch.setattr, die)
            try:
                write(index, "new")
                ended = True
            except Killed:
                pass
        yield index
    assert step > 25  # files, manifest, folders, two renames: the build was killed at each of them


def test_a_reader_finds_a_complete_old_or_new_index_wherever_a_build_is_killed(tmp_path: Path) -> None:
    found = []
    for index in killed_builds(tmp_path, "older old"):
        found.append(text_of(open_generation(index)))
        assert text_of(open_generation(write(index, "next"))) == "next"
        assert len(generations(index)) == 2  # nothing is left behind
        assert not list(index.glob("*.tmp"))
    assert found == sorted(found, reverse=True)  # old until some step, new after it
    assert set(found) == {"old", "new"}


def test_a_killed_first_build_leaves_no_index_or_a_complete_one(tmp_path: Path) -> None:
    whole = 0
    for index in killed_builds(tmp_path, ""):
        try:
            assert text_of(open_generation(index)) == "new"
            whole += 1
        except IndexMissingError:
            assert whole == 0
        assert text_of(open_generation(write(index, "next"))) == "next"
    assert whole


@pytest.mark.parametrize("step", [1, 6, 12, 20, 24, 26, 27, 28, 29, 31])
def test_a_build_ended_by_sigkill_leaves_a_complete_index(tmp_path: Path, step: int) -> None:
    write(write(tmp_path, "older"), "old")
    script = (
        "import os, signal, sys; sys.path[:0] = sys.argv[3:];"
        "import test_kutip_index_store as t; from pathlib import Path;"
        "t.kill_at(int(sys.argv[2]), setattr, lambda: os.kill(os.getpid(), signal.SIGKILL));"
        "t.write(Path(sys.argv[1]), 'new')"
    )
    arguments = [str(tmp_path), str(step), *(entry for entry in sys.path if entry)]
    done = subprocess.run([sys.executable, "-c", script, *arguments], check=False, capture_output=True, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert text_of(open_generation(tmp_path)) in ("old", "new")
    assert text_of(open_generation(write(tmp_path, "next"))) == "next"


def test_every_file_is_synced_before_the_rename_that_puts_it_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log: list[tuple[str, str]] = []
    fsync, replace = os.fsync, os.replace

    def sync(handle: int) -> None:
        log.append(("sync", Path(os.readlink(f"/proc/self/fd/{handle}")).relative_to(tmp_path).as_posix()))
        fsync(handle)

    def move(source: Path, target: Path) -> None:
        log.append(("rename", target.relative_to(tmp_path).as_posix()))
        replace(source, target)

    monkeypatch.setattr(os, "fsync", sync)
    monkeypatch.setattr(os, "replace", move)
    write(tmp_path)
    into_place, into_force = log.index(("rename", "gen-1")), log.index(("rename", "CURRENT"))
    written = [*FILES, MANIFEST, "sources", "."]
    assert {("sync", (Path("gen-1.tmp") / name).as_posix()) for name in written} <= set(log[:into_place])
    assert log[into_place + 1 : into_force] == [("sync", "."), ("sync", "CURRENT.tmp")]
    assert log[into_force + 1 :] == [("sync", ".")]


# Refusals


REFUSALS = (errno.ENOSPC, errno.EROFS, errno.EACCES, errno.EMFILE, errno.EIO, errno.EMLINK)


def refuse_at(step: int, number: int, patch: Callable[[Any, str, Any], None]) -> Callable[[], bool]:
    """Refuse a build its n-th file-system call, with a file half written; what it calls later, to clean up, works.

    Gives a function that says whether the build came that far.
    """
    count, write_bytes = 0, Path.write_bytes

    def refusing(real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*args: Any, **kwargs: Any) -> Any:
            nonlocal count
            count += 1
            if count == step:
                if real is write_bytes:
                    real(args[0], args[1][: len(args[1]) // 2])
                raise OSError(number, os.strerror(number))
            return real(*args, **kwargs)

        return call

    for owner, name in [(os, "mkdir"), (os, "open"), (os, "fsync"), (os, "replace"), (Path, "write_bytes")]:
        patch(owner, name, refusing(getattr(owner, name)))
    return lambda: count >= step


@pytest.mark.parametrize("number", REFUSALS, ids=errno.errorcode.get)
def test_a_refused_build_says_why_and_leaves_nothing_behind(number: int, tmp_path: Path) -> None:
    said: list[str] = []
    step, reached = 0, True
    while reached:
        step += 1
        index = write(tmp_path / f"refused-at-{step}", "old")
        before = sorted(index.rglob("*"))
        with pytest.MonkeyPatch.context() as patch:
            was_reached, refused = refuse_at(step, number, patch.setattr), ""
            try:
                write(index, "new")
            except IndexUnwritableError as error:
                refused = str(error).partition(str(index))[2]
        reached = was_reached()
        if refused:
            said.append(refused)
            assert text_of(open_generation(index)) == "old"
            assert sorted(index.rglob("*")) == before
        assert text_of(open_generation(write(index, "next"))) == "next"
    assert len(said) > 20
    assert {line.partition(";")[0] for line in said} == {f" cannot be written, and is as it was: {os.strerror(number)}"}


def test_a_failed_build_never_removes_the_generation_in_force(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path, "old")
    replace = os.replace

    def interrupted(source: Path, target: Path) -> None:
        replace(source, target)
        if target.name == "CURRENT":
            raise KeyboardInterrupt

    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write(tmp_path, "new")
    assert text_of(open_generation(tmp_path)) == "new"


def test_an_old_generation_that_cannot_be_removed_stays_for_a_later_build(
    tmp_path: Path,
) -> None:
    write(write(tmp_path, "older"), "old")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "unlink", lambda *_, **__: (_ for _ in ()).throw(PermissionError(errno.EACCES, "in use")))
        write(tmp_path, "new")
    assert text_of(open_generation(tmp_path)) == "new"
    assert generations(write(tmp_path, "newer")) == ["gen-3", "gen-4"]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EMFILE, errno.ENOMEM])
def test_a_file_that_may_not_be_read_now_is_not_called_damaged(
    number: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, "one")

    def refuse(path: Path) -> str:
        raise OSError(number, os.strerror(number), str(path))

    monkeypatch.setattr(store, "_sha256", refuse)
    with pytest.raises(IndexUnreadableError) as refused:
        open_generation(tmp_path)
    assert f"cannot be read: {os.strerror(number)}; " in str(refused.value)
    assert "damaged" not in str(refused.value)
