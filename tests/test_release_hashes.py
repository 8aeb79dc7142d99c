"""The file of hashes holds the versions of constraints.txt, each with a hash, and torch's builds without CUDA."""

import re
import tomllib

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from release import hashes
from release.hashes import CONSTRAINTS, HASHED, hashed_requirements, packages

RESOLVED = """\
nvidia-cublas==13.1.1.3 ; sys_platform == 'linux' \\
    --hash=sha256:aa
torch==2.13.0 \\
    --hash=sha256:bb
tqdm==4.70.1 \\
    --hash=sha256:cc \\
    --hash=sha256:dd
"""
HASH = re.compile(r"--hash=sha256:[0-9a-f]{64}")


def hashed() -> dict[str, set[str]]:
    """Each package's versions in the file, without a local part: {"torch": {"2.13.0"}}."""
    found: dict[str, set[str]] = {}
    for one in packages(HASHED.read_text(encoding="utf-8")):
        wanted = Requirement(one.partition("\\")[0].strip())
        (version,) = {spec.version for spec in wanted.specifier}
        found.setdefault(canonicalize_name(wanted.name), set()).add(Version(version).public)
    return found


def pinned() -> dict[str, str]:
    lines = [line for line in CONSTRAINTS.read_text(encoding="utf-8").splitlines() if "==" in line]
    return {canonicalize_name(name): version for name, _, version in (line.partition("==") for line in lines)}


def test_both_files_have_the_same_versions() -> None:
    # If this fails after a change of constraints.txt: make hashes
    own = pinned()
    assert {name: {own.get(name, "not pinned")} for name in hashed()} == hashed()


def test_every_package_has_a_hash_of_its_own_form() -> None:
    for one in packages(HASHED.read_text(encoding="utf-8")):
        lines = one.split("\\\n")[1:]
        assert lines
        assert all(HASH.fullmatch(line.strip()) for line in lines), one


def test_every_direct_dependency_has_a_hash() -> None:
    project = tomllib.loads((hashes.ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    own = project["project"]
    named = [*own["dependencies"], *(one for extra in own["optional-dependencies"].values() for one in extra)]
    named += project["build-system"]["requires"]
    assert {canonicalize_name(Requirement(one).name) for one in named} - {"kutip"} <= hashed().keys()


def test_cuda_is_left_out_and_linux_gets_torch_s_other_build() -> None:
    names = [one.split()[0] for one in packages(hashed_requirements(RESOLVED))]
    assert names == ["torch==2.13.0", "torch==2.13.0+cpu", "tqdm==4.70.1"]
    mac, linux, _ = packages(hashed_requirements(RESOLVED))
    assert "sys_platform != 'linux' \\\n    --hash=sha256:bb" in mac
    assert linux.startswith("torch==2.13.0+cpu ; sys_platform == 'linux' \\\n    --hash=sha256:")


def test_cuda_is_left_out_of_the_file_itself() -> None:
    assert not [name for name in hashed() if name.startswith(hashes._LEFT_OUT)]


def test_a_resolution_that_fails_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hashes.sys, "executable", "false")
    with pytest.raises(SystemExit, match="uv could not resolve"):
        hashes.compiled()
