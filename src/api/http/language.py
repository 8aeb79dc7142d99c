"""Chooses the language of a response: the one in its address, else the one the client prefers, else English."""

from typing import Annotated

from fastapi import Depends, Header, Response

from kutip.messages.catalogue import Catalogue, languages

_OLD = {"in": "id"}  # former language code of Indonesian


def choose_language(asked: str | None, accepted: str | None) -> str:
    """Choose the language of a response: the preferred one (see `preferred_language`), else English.

    >>> choose_language(None, "fr, de;q=0.5")
    'en'
    """
    return preferred_language(asked, accepted) or languages()[0]


def preferred_language(asked: str | None, accepted: str | None) -> str | None:
    """Return the language that a request prefers; None if Kutip speaks none of those that it accepts.

    Args:
        asked: The parameter `lang` of the address; an unknown language counts as not given.
        accepted: The header Accept-Language.

    >>> preferred_language(None, "fr, id-ID;q=0.9, en;q=0.8")
    'id'
    """
    spoken = languages()
    if asked in spoken:
        return asked
    offers = []
    for place, offer in enumerate((accepted or "").split(",")):
        name, _, weight = offer.strip().partition(";q=")
        language = name.partition("-")[0].strip().lower()
        language = _OLD.get(language, language)
        try:
            quality = float(weight) if weight else 1.0
        except ValueError:
            continue
        if language in spoken and quality > 0:
            offers.append((-quality, place, language))
    return min(offers)[2] if offers else None


async def accepted_catalogue(
    response: Response,
    accept_language: Annotated[
        str | None, Header(description="Language of the sentences: en (the default) or id.", examples=["id"])
    ] = None,
) -> Catalogue:
    """The catalogue in the language that the client prefers; sets the response's header Content-Language to it."""
    language = choose_language(None, accept_language)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return Catalogue.of(language)


CatalogueDep = Annotated[Catalogue, Depends(accepted_catalogue)]
