"""Texts as files of the forms that have no text without markup, for tests that hold for every reader."""

from html import escape


def in_form(form: str, text: str) -> bytes:
    """Return a file of a form with this text: itself, or a paragraph with it."""
    if form != "jats":
        return text.encode("utf-8")
    shown = "".join(one if one.isprintable() or one in "\t\r\n" else " " for one in text)
    return f"<article><body><p>{escape(shown)}</p></body></article>".encode()
