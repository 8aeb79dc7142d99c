"""Reads pictures of pages by the program tesseract, where it is installed: characters with their boxes."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser
from typing import Self

from kutip.errors import SourceError
from kutip.settings import BuildingLimits
from kutip.types import Edges

DOTS = 300  # an inch of the picture: what tesseract reads best
_PROGRAM = "tesseract"
_INSTALL = "install it (apt-get install tesseract-ocr tesseract-ocr-ind, or brew install tesseract tesseract-lang)"
_LINES = frozenset({"ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"})
_OF_LINE = 1.2  # size of a font, by the height that tesseract measures from descenders to ascenders
_STARTING_SECONDS = 20  # in which it says what it can


@dataclass(frozen=True, slots=True)
class OcrOptions:
    """How pictures of pages are read.

    Attributes:
        languages: Tesseract's names of languages, joined by "+": "eng+ind".
        page_seconds: Seconds on the clock that a page may take.
        document_seconds: Seconds that all pages of a document may take.
    """

    languages: str
    page_seconds: int
    document_seconds: int

    @classmethod
    def of(cls, limits: BuildingLimits) -> Self | None:
        """The settings of it; None if it is off."""
        if limits.ocr == "off":
            return None
        return cls(limits.ocr_languages, limits.ocr_seconds, limits.ocr_document_seconds)


@dataclass(frozen=True, slots=True)
class OcrCharacter:
    """A character that was read from a picture; places are in dots from its upper left corner.

    Attributes:
        text: The character.
        box: Left, upper, right and lower edge.
        base: The baseline of its line, below it.
        size: The size of its font, as the height of its line lets guess.
        has_blank_before: Whether a word begins with it.
    """

    text: str
    box: Edges
    base: float
    size: float
    has_blank_before: bool


class PageRecogniser:
    """Reads the pictures of one document, until its time is over."""

    def __init__(self, options: OcrOptions) -> None:
        """Begin to count the seconds; the program is looked for when the first page needs it."""
        self._options = options
        self._ends = time.monotonic() + options.document_seconds

    def version(self) -> str:
        """Name and version of the program.

        Raises:
            SourceError: It is not installed, or lacks a language.
        """
        program = shutil.which(_PROGRAM)
        if program is None:
            raise SourceError(f"has pictures of pages, and KUTIP_OCR needs the program tesseract: {_INSTALL}")
        return _version_with(program, self._options.languages)

    def characters(self, picture: bytes) -> tuple[OcrCharacter, ...] | None:
        """Return the characters of a picture in PNM, in reading order; None if it took too long or was not read.

        Raises:
            SourceError: The program is not installed, or lacks a language.
        """
        self.version()
        left = min(self._options.page_seconds, self._ends - time.monotonic())
        if left <= 0:
            return None
        how = ["-l", self._options.languages, "--dpi", str(DOTS), "-c", "hocr_char_boxes=1", "hocr"]
        try:
            done = _run([shutil.which(_PROGRAM) or _PROGRAM, "stdin", "stdout", *how], left, picture)
        except subprocess.TimeoutExpired:
            return None
        if done.returncode != 0:
            return None
        reader = _HocrReader()
        reader.feed(done.stdout.decode("utf-8", errors="replace"))
        reader.close()
        return tuple(reader.characters())


def _run(command: list[str], seconds: float, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run tesseract with one thread; it reads and writes pipes, and no file but its own data."""
    environment = os.environ | {"OMP_THREAD_LIMIT": "1", "LC_ALL": "C"}
    return subprocess.run(  # noqa: S603  (no shell, and nothing of the document is an argument)
        command, input=given, capture_output=True, timeout=seconds, env=environment, check=False
    )


@lru_cache(maxsize=4)
def _version_with(program: str, languages: str) -> str:
    """Return name and version of the program.

    Raises:
        SourceError: It does not run, or lacks one of the languages.
    """
    try:
        version, listed = (_run([program, one], _STARTING_SECONDS) for one in ("--version", "--list-langs"))
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceError(f"has pictures of pages, and tesseract does not run ({error}); {_INSTALL}") from error
    held = set(listed.stdout.decode("utf-8", errors="replace").split())
    if missing := [one for one in languages.split("+") if one not in held]:
        raise SourceError(
            f"has pictures of pages, and tesseract lacks {', '.join(missing)}: install tesseract-ocr-{missing[0]}, or"
            " name other languages in KUTIP_OCR_LANGUAGES"
        )
    told = (version.stdout or version.stderr).decode("utf-8", errors="replace").split()
    return " ".join(told[:2])


@dataclass(slots=True)
class _Line:
    """A line of text, and what tesseract measured of it."""

    box: Edges = (0.0, 0.0, 0.0, 0.0)
    slope: float = 0.0
    offset: float = 0.0
    size: float = 0.0

    def base(self, box: Edges) -> float:
        """The baseline below a box."""
        return self.box[3] + self.offset + self.slope * ((box[0] + box[2]) / 2 - self.box[0])


class _HocrReader(HTMLParser):
    """Reads the characters of tesseract's hOCR."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._line = _Line()
        self._word: Edges | None = None
        self._place: Edges | None = None  # of one character; where it is not told, the word is divided
        self._is_first = False
        self._found: list[OcrCharacter] = []

    def characters(self) -> Iterator[OcrCharacter]:
        yield from self._found

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        kind, told = given.get("class", ""), _measured(given.get("title", ""))
        if kind in _LINES:
            slope, offset = (*told.get("baseline", ()), 0.0, 0.0)[:2]
            box = _edges(told.get("bbox", ()))
            size = (*told.get("x_size", ()), box[3] - box[1])[0]
            self._line, self._word, self._place = _Line(box, slope, offset, size), None, None
        elif kind == "ocrx_word":
            self._word, self._place, self._is_first = _edges(told.get("bbox", ())), None, True
        elif kind == "ocrx_cinfo":
            self._place = _edges(told.get("x_bboxes", ()))

    def handle_data(self, data: str) -> None:
        text = "".join(data.split())
        box = self._place or self._word
        if not text or box is None:
            return
        width = (box[2] - box[0]) / len(text)
        for at, character in enumerate(text):
            own = (box[0] + at * width, box[1], box[0] + (at + 1) * width, box[3])
            line = self._line
            self._found.append(
                OcrCharacter(character, own, line.base(own), (line.size or 1.0) * _OF_LINE, self._is_first)
            )
            self._is_first = False


def _measured(title: str) -> dict[str, tuple[float, ...]]:
    """What a title of hOCR tells, such as "bbox 1 2 3 4; x_size 30": the numbers behind each name."""
    told = {}
    for part in title.split(";"):
        name, *values = part.split() or [""]
        try:
            told[name] = tuple(float(value) for value in values)
        except ValueError:
            continue  # a name or a path
    return told


def _edges(numbers: tuple[float, ...]) -> Edges:
    left, upper, right, lower = (*numbers, 0.0, 0.0, 0.0, 0.0)[:4]
    return (left, upper, max(right, left), max(lower, upper))
