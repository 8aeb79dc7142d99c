"""The settings that bound what one document may cost a build."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from kutip.settings.environment import Allowed, FromEnvironment

_LANGUAGE = re.compile(r"\w{2,40}")  # as tesseract names one: "eng", "chi_sim"


def _languages(value: str) -> str:
    if not all(_LANGUAGE.fullmatch(one) for one in value.split("+")):
        raise ValueError("it is no list of languages as tesseract names them")
    return value


_Languages = Annotated[str, AfterValidator(_languages), Allowed("names of languages with + between them: eng+ind")]


class BuildingLimits(FromEnvironment):
    """What one document may have and cost; a document over a limit is reported and left out, the others are indexed."""

    document_bytes: int = Field(
        default=1 << 26,
        ge=1,
        description="Bytes of a document's file. The longest book has 4,000,000 as text; a scanned one may have more.",
    )
    document_pages: int = Field(
        default=2_000,
        ge=1,
        description="Pages of a PDF. The proceedings of a conference have 1,500.",
    )
    document_characters: int = Field(
        default=1_500_000,
        ge=1,
        description="Characters of a document's source. A long book has 1,000,000. The time of encoding is bounded by"
        " it too.",
    )
    document_blocks: int = Field(
        default=20_000, ge=1, description="Blocks of a document: paragraphs, rows, headings. A long book has 10,000."
    )
    sentence_tokens: int = Field(
        default=100_000,
        ge=1,
        description="Tokens of one sentence or table row, as the encoder counts them. What is longer is data and no"
        " text; the longest of the bundled papers has 326.",
    )
    document_seconds: int = Field(
        default=60,
        ge=1,
        description="Seconds of CPU for reading a document, and as many again for cutting it into passages. A paper of"
        " 50,000 characters takes under 1, the largest document allowed under 20. Not enforced on Windows.",
    )
    document_megabytes: int = Field(
        default=1_000,
        ge=50,
        description="Megabytes of memory for the same, besides Kutip's own. The largest document allowed takes under"
        " 500. Enforced on Linux.",
    )
    ocr: Literal["off", "tesseract"] = Field(
        default="off",
        description="tesseract reads pages of PDFs that are pictures, by the program of that name, which has to be"
        " installed with its languages: 4 seconds a page. What it read is marked, and a quotation of it is never exact,"
        " since OCR makes mistakes.",
    )
    ocr_languages: _Languages = Field(
        default="eng+ind", description="The languages of the pages, as tesseract names them (tesseract --list-langs)."
    )
    ocr_seconds: int = Field(
        default=60, ge=1, description="Seconds on the clock that OCR may take for a page; later it stays a picture."
    )
    ocr_document_seconds: int = Field(
        default=900, ge=1, description="The same for all pages of a document. 200 pages take 800 seconds."
    )
