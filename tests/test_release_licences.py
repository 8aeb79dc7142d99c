"""The list of licences refuses GPL and AGPL, and has a person judge LGPL and what states nothing."""

from email.message import Message
from importlib import metadata
from typing import Any

import pytest

from release.licences import JUDGED, complaint, listed, main, stated_licence


class Package:
    """A package with these metadata."""

    def __init__(self, name: str, **fields: str) -> None:
        self.name, self.version, self.metadata = name, "1.0", Message()
        for field, value in fields.items():
            self.metadata[field.replace("_", "-")] = value


def package(name: str, **fields: str) -> Any:
    return Package(name, **fields)


@pytest.mark.parametrize(
    ("fields", "licence"),
    [
        ({"License_Expression": "MIT", "License": "old text"}, "MIT"),
        ({"Classifier": "License :: OSI Approved :: BSD License", "License": "BSD"}, "BSD License"),
        ({"Classifier": "Topic :: Text", "License": "Apache 2.0\nand its text"}, "Apache 2.0"),
        ({}, ""),
    ],
)
def test_a_licence_is_what_a_package_states_first(fields: dict[str, str], licence: str) -> None:
    assert stated_licence(package("a", **fields)) == licence


@pytest.mark.parametrize(
    "licence",
    [
        "GPL-3.0-or-later",
        "GPLv3",
        "AGPL-3.0-only",
        "GNU General Public License v3 (GPLv3)",
        "MIT AND GPL-2.0-only",
        "GNU Affero General Public License v3",
        "gpl",
        "LGPL-3.0 AND GPL-3.0",
        "Apache-2.0 OR GPL-2.0",
    ],
)
def test_gpl_and_agpl_are_refused(licence: str) -> None:
    assert complaint("a", licence) == f"a is under {licence}, which Kutip cannot have"


@pytest.mark.parametrize("licence", ["LGPL-2.1-or-later", "GNU Lesser General Public License v3 (LGPLv3)"])
def test_lgpl_has_to_be_judged(licence: str) -> None:
    assert "judge in release/licences.py" in (complaint("a", licence) or "")


def test_a_package_without_a_licence_has_to_be_judged() -> None:
    assert "states no licence" in (complaint("a", "") or "")
    assert complaint(next(iter(JUDGED)), "") is None


@pytest.mark.parametrize(
    "licence", ["MIT", "BSD License", "MPL-2.0 AND MIT", "Apache-2.0", "GPL-2.0 OR MIT", "PSF-2.0"]
)
def test_permissive_licences_and_a_choice_of_one_will_do(licence: str) -> None:
    assert complaint("a", licence) is None


def test_the_list_names_version_and_licence_and_leaves_kutip_out() -> None:
    lines, complaints = listed([package("B_b", License="MIT"), package("a", License="GPL"), package("kutip")])
    assert lines == ["a 1.0: GPL", "b-b 1.0: MIT"]
    assert complaints == ["a is under GPL, which Kutip cannot have"]


def test_what_is_installed_here_will_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert main() == 0
    printed, complained = capsys.readouterr()
    assert complained == ""
    assert f"numpy {metadata.version('numpy')}: " in printed
