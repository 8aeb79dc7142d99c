"""The language of a response: of its address, of the client's preference, else English."""

import pytest

from api.http.language import choose_language, preferred_language


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


@pytest.mark.parametrize(
    ("asked", "accepted", "language"),
    [(None, None, None), ("fr", "de", None), (None, "en", "en"), ("en", None, "en"), (None, "id", "id")],
)
def test_a_request_may_prefer_no_language(asked: str | None, accepted: str | None, language: str | None) -> None:
    assert preferred_language(asked, accepted) == language
