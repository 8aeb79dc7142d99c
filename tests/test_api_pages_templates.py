"""The templates of the pages: no markup that the policy forbids, and no text that is not escaped."""

import re
from pathlib import Path

import pytest

from api.pages.routes import HERE

TEMPLATES = sorted((HERE / "templates").glob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_inline_code_and_no_unescaped_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|\|\s*safe\b|autoescape false", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert set(re.findall(r"""(?:src|href)=["']?((?:https?:)?//[^/"']*)""", text)) <= {"https://doi.org"}  # a link
