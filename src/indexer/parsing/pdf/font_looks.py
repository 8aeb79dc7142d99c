"""Tells how a font looks from what the file says of it."""

import re

_BOLD_FROM = 600  # weight
_FORCED_BOLD, _ITALIC, _FIXED = 1 << 18, 1 << 6, 1 << 0  # flags of a font's descriptor
_BOLD_NAME, _ITALIC_NAME = re.compile("bold|black|heavy"), re.compile("italic|oblique")
_FIXED_NAMES = "mono", "courier", "consol", "typewriter", "fixed"
_TELETYPE = re.compile(r"[cest][cfmx]\w{0,2}tt")  # of TeX, such as cmtt10 and sftt1000


def looks_of_font(called: str, flags: int, weight: int) -> tuple[bool, bool, bool]:
    """Return whether a font is bold, whether it is italic, and whether its letters are as wide as each other.

    What it is called is the surest sign: descriptors often lack weight and flags.

    Args:
        called: Its name, in small letters; "" if it has none.
        flags: Of its descriptor.
        weight: From 100 to 900; 400 is usual.

    >>> looks_of_font("cmtt10", 4, 400), looks_of_font("times-bolditalic", 0, 0)
    ((False, False, True), (True, True, False))
    """
    bold = weight >= _BOLD_FROM or bool(flags & _FORCED_BOLD) or _BOLD_NAME.search(called) is not None
    italic = bool(flags & _ITALIC) or _ITALIC_NAME.search(called) is not None
    fixed = bool(flags & _FIXED) or any(name in called for name in _FIXED_NAMES)
    return bold, italic, fixed or _TELETYPE.search(called) is not None
