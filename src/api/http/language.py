"""The language of a response: the one that its address asks for, else the one that the client prefers, else English."""

from typing import Annotated

from fastapi import Depends, Header, Response

from kutip.messages.catalogue import Catalogue, languages

_OLD = {"in": "id"}  # what Indonesian was called


def choose_language(asked: str | None, accepted: str | None) -> str:
    """The language of a response: the preferred one, else English; see `preferred_language`.

    >>> choose_language(None, "fr, de;q=0.5")
    'en'
    """
    return preferred_language(asked, accepted) or languages()[0]


def preferred_language(asked: str | None, accepted: str | None) -> str | None:
    """The language that a request prefers, of those that Kutip speaks; None if it prefers none of them.

    Args:
        asked: The parameter `lang` of the address; a language that Kutip does not speak counts as not given.
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


def accepted_catalogue(
    response: Response,
    accept_language: Annotated[
        str | None, Header(description="Language of the sentences: en (the default) or id.", examples=["id"])
    ] = None,
) -> Catalogue:
    """The catalogue of the language that a client prefers; the response names that language."""
    language = choose_language(None, accept_language)
    response.headers["Content-Language"] = language
    response.headers["Vary"] = "Accept-Language"
    return Catalogue.of(language)


CatalogueDep = Annotated[Catalogue, Depends(accepted_catalogue)]
