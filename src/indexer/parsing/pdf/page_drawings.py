"""Finds what is drawn on a PDF's page beside its characters: rules, and the places of figures."""

import ctypes
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pypdfium2 import raw

from kutip.types import Edges

DrawnBox = tuple[float, float, float, float]  # left, top, right, foot: on the page as it is turned for its text

_MOST_OBJECTS = 20_000  # of a page that are looked at; a map may have a million
_MOST_RULES = 2_000  # of a page
_MOST_FORMS = 200  # drawings within drawings
_THIN = 3.0  # points: a rule is not thicker
_SHORTEST = 4.0  # points: what is shorter is a dot, or a part of a letter
_FRAME = 5  # segments of a path that is a rectangle
_LEAST_FIGURE = 24.0  # points, of each side
_WHOLE_PAGE = 0.6  # of the page: what is larger is a background, or holds the page's text itself
_NEAR = 14.0  # points between parts of one figure
_MOST_PARTS = 600  # of figures on a page; more are one figure by their common place
_CURVED = frozenset({raw.FPDF_SEGMENT_BEZIERTO})


@dataclass(frozen=True, slots=True)
class Drawings:
    """What is drawn on a page.

    Attributes:
        across: Rules from left to right, as left edge, height and right edge, from the top.
        down: Rules from top to foot, as upper edge, distance from the left and lower edge.
        figures: The places of pictures and of drawings that are more than rules.
    """

    across: tuple[tuple[float, float, float], ...] = ()
    down: tuple[tuple[float, float, float], ...] = ()
    figures: tuple[DrawnBox, ...] = ()


NOTHING_DRAWN = Drawings()


def read_drawings(page: Any, edges: Edges, angle: int) -> Drawings:
    """Read the drawings of a page.

    Args:
        page: PDFium's page.
        edges: Of the page.
        angle: How far the text is turned, in degrees: 0, 90, 180 or 270.
    """
    across: list[tuple[float, float, float]] = []
    down: list[tuple[float, float, float]] = []
    whole: list[DrawnBox] = []
    parts: list[DrawnBox] = []
    area = (edges[2] - edges[0]) * (edges[3] - edges[1])
    for kind, box in _boxes(page, area):
        x0, y0, x1, y1 = place = turned(box, edges, angle)
        if kind is _LINE and min(x1 - x0, y1 - y0) <= _THIN:
            if x1 - x0 >= _SHORTEST and y1 - y0 <= _THIN:
                across.append((x0, (y0 + y1) / 2, x1))
            elif y1 - y0 >= _SHORTEST:
                down.append((y0, (x0 + x1) / 2, y1))
        elif kind is _WHOLE:
            whole.append(place)
        elif kind is _PART:
            parts.append(place)
    figures = [one for one in (*whole, *_joined(parts)) if _is_figure(one, area)]
    level = sorted(across[:_MOST_RULES], key=lambda one: one[1])
    return Drawings(tuple(level), tuple(sorted(down[:_MOST_RULES])), tuple(figures))


def share_of(box: Edges, angle: int, at: int, count: int) -> Edges:
    """Return the part of a box that one of its letters has, of some that read in a direction.

    Args:
        box: Left, right, bottom and top, as the file has them.
        angle: Direction of the letters, in degrees.
        at: Which of the letters, from 0.
        count: How many letters there are.
    """
    left, right, bottom, top = box
    if angle in (90, 270):
        step = (top - bottom) / count
        first = bottom + at * step if angle == 90 else top - (at + 1) * step
        return left, right, first, first + step
    step = (right - left) / count
    first = right - (at + 1) * step if angle == 180 else left + at * step
    return first, first + step, bottom, top


def turned(box: Edges, edges: Edges, angle: int) -> DrawnBox:
    """Place a box on the page, turned so that text of an angle reads from left to right.

    Args:
        box: Left, bottom, right and top, as the file has them.
        edges: The page's, in the same way.
        angle: In degrees: 0, 90, 180 or 270.
    """
    left, bottom, right, top = edges
    x0, y0, x1, y1 = box
    places = {
        0: (x0 - left, top - y1, x1 - left, top - y0),
        90: (y0 - bottom, x0 - left, y1 - bottom, x1 - left),
        180: (right - x1, y0 - bottom, right - x0, y1 - bottom),
        270: (top - y1, right - x1, top - y0, right - x0),
    }
    return places[angle]


_LINE, _PART, _WHOLE = "line", "part", "whole"


def _boxes(page: Any, area: float) -> Iterator[tuple[str, Edges]]:
    """Yield lines, parts of drawings, and whole pictures, with the box of each."""
    count = min(raw.FPDFPage_CountObjects(page), _MOST_OBJECTS)
    forms = 0
    for at in range(count):
        thing = raw.FPDFPage_GetObject(page, at)
        kind = raw.FPDFPageObj_GetType(thing)
        if kind == raw.FPDF_PAGEOBJ_FORM and forms < _MOST_FORMS:
            forms += 1
            box = _bounds(thing)
            if box is not None and (box[2] - box[0]) * (box[3] - box[1]) > _WHOLE_PAGE * area:
                yield from _within(thing)
            elif box is not None:
                yield _WHOLE, box
        else:
            yield from _boxes_of(thing, kind)


def _within(form: Any) -> Iterator[tuple[str, Edges]]:
    """Yield what a drawing over most of the page holds, where it is not drawn at an angle."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFPageObj_GetMatrix(form, ctypes.byref(matrix)) or matrix.b or matrix.c:
        return
    for at in range(min(raw.FPDFFormObj_CountObjects(form), _MOST_OBJECTS)):
        thing = raw.FPDFFormObj_GetObject(form, at)
        for kind, (x0, y0, x1, y1) in _boxes_of(thing, raw.FPDFPageObj_GetType(thing)):
            xs = sorted((matrix.a * x0 + matrix.e, matrix.a * x1 + matrix.e))
            ys = sorted((matrix.d * y0 + matrix.f, matrix.d * y1 + matrix.f))
            yield kind, (xs[0], ys[0], xs[1], ys[1])


def _boxes_of(thing: Any, kind: int) -> Iterator[tuple[str, Edges]]:
    box = _bounds(thing) if kind in (raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_PATH) else None
    if box is None:
        return
    if kind == raw.FPDF_PAGEOBJ_IMAGE:
        yield _WHOLE, box
        return
    x0, y0, x1, y1 = box
    if min(x1 - x0, y1 - y0) <= _THIN:
        yield _LINE, box
        return
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    raw.FPDFPath_GetDrawMode(thing, ctypes.byref(fill), ctypes.byref(stroke))
    count = raw.FPDFPath_CountSegments(thing)
    if count > _FRAME or _is_curved(thing, count):
        yield _PART, box
    elif stroke.value and count >= _FRAME - 1:
        yield from ((_LINE, one) for one in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)))
    elif stroke.value:
        yield _PART, box  # a line that runs aslant


def _is_curved(path: Any, count: int) -> bool:
    kinds = {raw.FPDFPathSegment_GetType(raw.FPDFPath_GetPathSegment(path, at)) for at in range(count)}
    return bool(kinds & _CURVED)


def _bounds(thing: Any) -> Edges | None:
    numbers = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(thing, *map(ctypes.byref, numbers)):
        return None
    left, bottom, right, top = (one.value for one in numbers)
    return (left, bottom, right, top) if all(map(math.isfinite, (left, bottom, right, top))) else None


def _is_figure(place: DrawnBox, area: float) -> bool:
    width, height = place[2] - place[0], place[3] - place[1]
    return min(width, height) >= _LEAST_FIGURE and width * height <= _WHOLE_PAGE * area


def _joined(parts: Sequence[DrawnBox]) -> list[DrawnBox]:
    """Join the parts of drawings that are near each other."""
    found: list[DrawnBox] = []
    for part in parts[:_MOST_PARTS]:
        place, apart = part, found
        while near := [one for one in apart if _are_near(one, place)]:
            place = _around([place, *near])
            apart = [one for one in apart if one not in near]
        found = [*apart, place]
    return found


def _are_near(one: DrawnBox, other: DrawnBox) -> bool:
    beside = one[0] - _NEAR <= other[2] and other[0] <= one[2] + _NEAR
    return beside and one[1] - _NEAR <= other[3] and other[1] <= one[3] + _NEAR


def _around(places: Sequence[DrawnBox]) -> DrawnBox:
    lefts, tops, rights, feet = zip(*places, strict=True)
    return min(lefts), min(tops), max(rights), max(feet)
