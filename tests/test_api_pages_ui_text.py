"""The words of the pages: two languages that say the same, and which of them is chosen."""

import re
import string
from pathlib import Path

import pytest

from api.pages.routes import HERE
from api.pages.ui_text import LANGUAGES, UiText, choose_language

TEMPLATES = sorted((HERE / "templates").glob("*.html"))


def names(text: str) -> set[str]:
    """The names of the placeholders in a text."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_both_languages_have_the_same_keys_and_placeholders() -> None:
    english, indonesian = (UiText.of(language).words for language in LANGUAGES)
    assert english.keys() == indonesian.keys()
    assert {key: names(text) for key, text in english.items()} == {key: names(text) for key, text in indonesian.items()}
    assert all(text.strip() for own in (english, indonesian) for text in own.values())


def test_texts_of_three_or_more_words_are_translated() -> None:
    english, indonesian = (UiText.of(language).words for language in LANGUAGES)
    same = [key for key in english if english[key] == indonesian[key] and len(english[key].split()) > 2]
    assert same == []


def test_templates_use_exactly_the_keys_that_exist() -> None:
    words = UiText.of("en").words
    text = "\n".join(path.read_text(encoding="utf-8") for path in TEMPLATES)
    asked = set(re.findall(r"""\bw\(\s*["']([\w.]+)["']\s*[,)]""", text))
    prefixes = set(re.findall(r"""\bw\(\s*["']([\w.]+?[._])["']\s*~""", text))
    prefixes |= {f"{group}." for group in re.findall(r"""\bnamed\(["'](\w+)["']""", text)}
    assert asked <= words.keys()
    left = {key for key in words.keys() - asked if not any(key.startswith(prefix) for prefix in prefixes)}
    assert left == set()


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_have_no_inline_code_and_no_unescaped_text(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:|\|\s*safe\b|autoescape false", text)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert set(re.findall(r"""(?:src|href)=["']?((?:https?:)?//[^/"']*)""", text)) <= {"https://doi.org"}  # a link


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [
        (None, None, "en"),
        (None, "", "en"),
        ("id", "en", "id"),
        ("en", "id", "en"),
        ("fr", "id", "id"),
        (None, "id-ID,id;q=0.9,en-US;q=0.8", "id"),
        (None, "en-GB, id;q=0.9", "en"),
        (None, "en;q=0.3, id;q=0.5", "id"),
        (None, "in", "id"),  # Indonesian's old name
        (None, "fr, de;q=0.5", "en"),
        (None, "id;q=0, en;q=0.1", "en"),
        (None, "id;q=much, en;q=0.1", "en"),
        (None, ";q=1,,;", "en"),
    ],
)
def test_the_language_is_chosen_by_address_then_browser_then_english(
    asked: str | None, accepted: str | None, language: str
) -> None:
    assert choose_language(asked, accepted) == language


def test_an_unknown_key_is_an_error() -> None:
    with pytest.raises(KeyError):
        UiText.of("en")("nothing.at_all")
