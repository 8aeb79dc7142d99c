"""Types of the pages of a PDF: what a page is like, where its characters stand, and boxes to light."""

from array import array
from collections.abc import Callable, Sequence
from dataclasses import dataclass

# Left, upper, right and lower edge in points from the upper left corner of the page as it is shown.
Edges = tuple[float, float, float, float]

# The boxes of the code points [start, end) of a source text; None for white space that Kutip put there.
BoxesOf = Callable[[int, int], Sequence[Edges | None]]

_EDGES = 4


@dataclass(frozen=True, slots=True, order=True)
class Box:
    """A rectangle on a page.

    Attributes:
        page: Number of the page, from 1.
        x0: Left edge in points from the left of the page as it is shown, turned as the file says.
        y0: Upper edge in points from the top.
        x1: Right edge.
        y1: Lower edge.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


@dataclass(frozen=True, slots=True)
class PageShape:
    """A page of a PDF.

    Attributes:
        width: Width in points as it is shown.
        height: Height in points.
        label: The number that is printed on it, such as "217" or "iv". May be empty: it is not known.
        is_recognised: Whether its text was read from a picture, by OCR, so that letters may be wrong.
    """

    width: float
    height: float
    label: str = ""
    is_recognised: bool = False


@dataclass(frozen=True, slots=True)
class HeldBoxes:
    """Boxes in memory, of N code points.

    Attributes:
        data: (N, 4) edges as 32-bit floats in this machine's byte order; NaN for white space that Kutip put there.
    """

    data: bytes

    def __call__(self, start: int, end: int) -> Sequence[Edges | None]:
        """The boxes of the code points [start, end); see `BoxesOf`."""
        size = array("f").itemsize * _EDGES
        return edges_in(self.data[start * size : end * size])


def edges_in(data: bytes) -> list[Edges | None]:
    """The edges in (N, 4) 32-bit floats; None where they are NaN."""
    numbers = iter(array("f", data))
    quads = zip(numbers, numbers, numbers, numbers, strict=True)
    return [quad if quad[0] == quad[0] else None for quad in quads]  # only NaN differs from itself
