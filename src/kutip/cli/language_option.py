"""The language that the command line speaks."""

from collections.abc import Mapping
from typing import Annotated

import typer

from kutip.errors import QueryError
from kutip.messages.catalogue import languages

LanguageOption = Annotated[
    str | None,
    typer.Option("--lang", help="Language of what Kutip says: en or id; that of LC_ALL, LC_MESSAGES or LANG, else en."),
]
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set decides, as POSIX has it


def spoken_language(asked: str | None, environment: Mapping[str, str]) -> str:
    """The language that a command speaks.

    Args:
        asked: The option `--lang`.
        environment: The variables of the process; of LANG=id_ID.UTF-8 counts "id".

    Raises:
        QueryError: Kutip does not speak the language that the option asks for.

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
