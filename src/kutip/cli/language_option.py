"""The option --lang: the language of the sentences that the command line prints."""

from collections.abc import Mapping
from typing import Annotated

import typer

from kutip.errors import QueryError
from kutip.messages.catalogue import languages

LanguageOption = Annotated[
    str | None,
    typer.Option("--lang", help="Language of the output: en or id; by default that of LC_ALL, LC_MESSAGES or LANG."),
]
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first one set decides, as in POSIX


def spoken_language(asked: str | None, environment: Mapping[str, str]) -> str:
    """Choose the language of a command's output.

    Args:
        asked: The value of the option `--lang`.
        environment: Environment variables; LANG=id_ID.UTF-8 means "id".

    Raises:
        QueryError: `asked` is not a language of Kutip.

    >>> spoken_language(None, {"LANG": "id_ID.UTF-8"})
    'id'
    """
    spoken = languages()
    if asked is not None:
        if asked not in spoken:
            raise QueryError(f"Kutip does not speak {asked!r}; give one of {', '.join(spoken)}")
        return asked
    preferred = next(filter(None, map(environment.get, _VARIABLES)), "")
    language = preferred.partition(".")[0].partition("_")[0]
    return language if language in spoken else spoken[0]
