"""The command line speaks the language of its option, else of the environment, else English."""

import pytest

from kutip.cli.language_option import spoken_language
from kutip.errors import QueryError


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        (None, {}, "en"),
        (None, {"LANG": ""}, "en"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LANG": "id_ID.UTF-8"}, "id"),
        (None, {"LANG": "id"}, "id"),
        (None, {"LANG": "fr_FR.UTF-8"}, "en"),
        (None, {"LC_MESSAGES": "id_ID", "LANG": "en_GB.UTF-8"}, "id"),
        (None, {"LC_ALL": "en_US", "LC_MESSAGES": "id_ID", "LANG": "id_ID"}, "en"),
        (None, {"LC_ALL": "", "LANG": "id_ID"}, "id"),
        ("en", {"LC_ALL": "id_ID"}, "en"),
        ("id", {"LC_ALL": "en_US"}, "id"),
    ],
)
def test_the_language_is_chosen_by_option_then_environment_then_english(
    asked: str | None, environment: dict[str, str], language: str
) -> None:
    assert spoken_language(asked, environment) == language


@pytest.mark.parametrize("asked", ["fr", "", "ID", "id_ID", "../en"])
def test_an_unknown_language_is_refused(asked: str) -> None:
    with pytest.raises(QueryError, match="give one of en, id"):
        spoken_language(asked, {"LANG": "id_ID"})
