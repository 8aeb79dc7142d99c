"""Writes formulas of Word on one line, with "^", "_" and "/"."""

from collections.abc import Callable

from indexer.parsing.markup.markup_tree import Element

_LONGEST = 20_000  # characters of a formula
_SILENT = frozenset({"rPr", "ctrlPr", "fPr", "radPr", "dPr", "naryPr", "sSupPr", "sSubPr", "sSubSupPr", "accPr", "del"})


def word_math(element: Element) -> str:
    """Write a formula on one line.

    >>> inner = [Element("e", {}, ["x"]), Element("sup", {}, ["2"])]
    >>> word_math(Element("oMath", {}, [Element("sSup", {}, inner), Element("r", {}, [Element("t", {}, ["+1"])])]))
    'x^2+1'
    """
    return " ".join(_written(element).split())[:_LONGEST]


def _written(element: Element) -> str:
    if element.tag in _SILENT:
        return ""
    write = _WRITTEN.get(element.tag)
    if write is not None:
        return write(lambda tag: _within(element, tag), element)
    return "".join(part if isinstance(part, str) else _written(part) for part in element.parts)


def _within(element: Element, tag: str) -> str:
    return "".join(_written(one) for one in element.children(tag)).strip()


def _whole(text: str) -> str:
    """A part of a formula that stands as one: in brackets if it has several characters that are no single number."""
    return text if len(text) < 2 or text.replace(".", "").isalnum() else f"({text})"


def _scripted(part: Callable[[str], str], _: Element) -> str:
    scripts = ((mark, part(tag)) for mark, tag in (("_", "sub"), ("^", "sup")))
    return part("e") + "".join(f"{mark}{_whole(text)}" for mark, text in scripts if text)


def _bracketed(part: Callable[[str], str], element: Element) -> str:
    properties = element.child("dPr") or Element("dPr")
    marks = [one.get("val") if one is not None else "" for one in map(properties.child, ("begChr", "sepChr", "endChr"))]
    begin, between, end = (mark or usual for mark, usual in zip(marks, "(|)", strict=True))
    return begin + between.join(_written(one).strip() for one in element.children("e")) + end


def _summed(part: Callable[[str], str], element: Element) -> str:
    sign = (element.child("naryPr") or Element("naryPr")).child("chr")
    bounds = ((mark, part(tag)) for mark, tag in (("_", "sub"), ("^", "sup")))
    shown = (sign.get("val") if sign is not None else "") or "∫"
    return shown + "".join(f"{mark}{_whole(text)}" for mark, text in bounds if text) + f" {part('e')}"


_WRITTEN: dict[str, Callable[[Callable[[str], str], Element], str]] = {
    "sSup": _scripted,
    "sSub": _scripted,
    "sSubSup": _scripted,
    "f": lambda part, _: f"{_whole(part('num'))}/{_whole(part('den'))}",
    "rad": lambda part, _: f"√({part('e')})",
    "d": _bracketed,
    "nary": _summed,
}
