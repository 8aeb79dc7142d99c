"""Words of markup as lxml's own `text_content` gives them, to hold against what a reader serves."""

from collections import Counter

from lxml import etree, html

UNSEEN = ("script", "style", "template", "noscript", "head", "nav", "button")


def words_of_html(data: bytes) -> Counter[str]:
    """Count the words that a reader of a page sees; a blank stands around each element that is no part of a line."""
    root = html.document_fromstring(data, parser=html.HTMLParser(encoding="utf-8", huge_tree=True))
    for element in list(root.iter(*UNSEEN)):
        if element.tag == "button":
            element.tail = f" {element.tail or ''}"
        element.drop_tree()
    for element in list(root.iter(etree.Comment, etree.ProcessingInstruction)):
        element.drop_tree()
    return _words(root, inline=("a", "b", "i", "em", "span", "sup", "sub", "code", "font", "cite"))


def words_of_xml(data: bytes, *inline: str) -> Counter[str]:
    """Count the words of an XML file; a blank stands around each element but these."""
    return _words(etree.fromstring(data), inline)


def _words(root: etree._Element, inline: tuple[str, ...]) -> Counter[str]:
    for element in list(root.iter(etree.Element)):
        if element.tag not in inline:
            element.text = f" {element.text or ''}"
            element.tail = f" {element.tail or ''}"
            if len(element):
                element[-1].tail = f"{element[-1].tail or ''} "
            else:
                element.text += " "
    return Counter("".join(root.itertext()).split())


def plain_words_of_xml(data: bytes) -> Counter[str]:
    """Count the words of an XML file as its characters stand."""
    return Counter("".join(etree.fromstring(data).itertext()).split())
