"""Writes formulas of MathML on one line: their TeX if the file has it, else what they show, with "^", "_" and "/"."""

from collections.abc import Callable, Sequence

from indexer.parsing.markup.markup_tree import Element

_TEX = ("application/x-tex", "tex", "latex", "application/x-latex")
_LEFT_OUT = frozenset({"annotation", "annotation-xml", "mphantom", "none", "mprescripts"})
_LONGEST = 20_000  # characters of a formula


def has_math(element: Element) -> bool:
    """True if a formula has something to show."""
    return bool(math_text(element))


def math_text(element: Element) -> str:
    """Write a formula on one line.

    >>> from indexer.parsing.markup.markup_tree import parse_xml
    >>> math_text(parse_xml(b"<math><msup><mi>x</mi><mrow><mi>n</mi><mo>+</mo><mn>1</mn></mrow></msup></math>"))
    'x^(n+1)'
    """
    stated = element.get("alttext") or next(
        (one.squeezed() for one in element.within("annotation") if one.get("encoding").lower() in _TEX), ""
    )
    return " ".join((stated or _written(element)).split())[:_LONGEST]


def _written(element: Element) -> str:
    if element.tag in _LEFT_OUT:
        return ""
    inner = [_written(child) for child in element.children()]
    write = _WRITTEN.get(element.tag)
    if write is not None and len(inner) >= 2:
        return write(inner)
    if element.tag in ("msqrt", "mroot"):
        return f"√({''.join(inner[:1] if element.tag == 'mroot' else inner)})"
    if element.tag == "mtr":
        return ", ".join(inner)
    if element.tag == "mtable":
        return "; ".join(inner)
    own = "".join(part if isinstance(part, str) else _written(part) for part in element.parts)
    if element.tag == "mtext":
        return f" {own.strip()} " if own.strip() else " "
    return own if inner else own.strip()


def _whole(text: str) -> str:
    """A part of a formula that stands as one: in brackets if it has several characters that are no single number."""
    text = text.strip()
    return text if len(text) < 2 or text.replace(".", "").isalnum() else f"({text})"


def _scripts(marks: str) -> Callable[[Sequence[str]], str]:
    def write(inner: Sequence[str]) -> str:
        scripts = zip(marks, inner[1:], strict=False)
        return inner[0].strip() + "".join(f"{mark}{_whole(one)}" for mark, one in scripts if one.strip())

    return write


_WRITTEN: dict[str, Callable[[Sequence[str]], str]] = {
    "msup": _scripts("^"),
    "mover": _scripts("^"),
    "msub": _scripts("_"),
    "munder": _scripts("_"),
    "msubsup": _scripts("_^"),
    "munderover": _scripts("_^"),
    "mfrac": lambda inner: f"{_whole(inner[0])}/{_whole(inner[1])}",
}
