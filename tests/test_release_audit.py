"""An audit fails on a known vulnerability only, and says so where it could ask nobody."""

import stat
from pathlib import Path

import pytest

from release.audit import audited, report

SKIPPED = {"name": "a", "skip_reason": "not found"}
SOUND = {"name": "b", "version": "1.0", "vulns": []}
WEAK = {
    "name": "c",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "fix_versions": ["1.1"]}, {"id": "X", "fix_versions": []}],
}


@pytest.mark.parametrize("packages", [None, [], [SKIPPED]])
def test_where_nobody_answers_it_says_that_nothing_was_audited(packages: list[dict[str, object]] | None) -> None:
    status, (line,) = report(packages)
    assert (status, line.endswith("nothing was audited")) == (0, True)


def test_a_known_vulnerability_fails_with_the_version_that_mends_it() -> None:
    assert report([SKIPPED, SOUND, WEAK]) == (
        1,
        [
            "c 1.0: PYSEC-1; mended in 1.1",
            "c 1.0: X; mended in no version",
            "audit: 2 of 3 packages asked about, 2 known vulnerabilities",
        ],
    )


@pytest.mark.parametrize(("writes", "found"), [(True, [SOUND]), (False, None)])
def test_what_the_program_writes_is_read(writes: bool, found: object, tmp_path: Path) -> None:
    program = tmp_path / "pip-audit"
    write = 'for file; do :; done; echo \'{"dependencies": [{"name": "b", "version": "1.0", "vulns": []}]}\' > "$file"'
    program.write_text(f"#!/bin/sh\n{write if writes else 'exit 1'}\n")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    assert audited(program, tmp_path / "requirements.txt") == found
