"""Reads JATS files: journal articles in XML, and the form of NLM from which JATS came."""

from indexer.parsing.markup.jats_article import JatsArticle
from indexer.parsing.markup.jats_facts import jats_facts
from indexer.parsing.markup.markup_tree import Element, first_tag, parse_xml
from indexer.parsing.reader import ReadSource
from kutip.errors import SourceError
from kutip.language import LANGUAGES, PAPERS_LANGUAGE

_ROOTS = frozenset({"article", "pmc-articleset", "articles", "book-part-wrapper"})
_HEAD = 65_536  # bytes in which an article that is no JATS would say so
_OWN = (b"<front", b"<body", b"<back", b"article-type", b"dtd-version", b"<floats-group")


class JatsReader:
    """Reads JATS; see `Reader`."""

    form = "jats"
    suffixes = (".xml", ".nxml", ".txt")

    def fits(self, data: bytes) -> bool:
        """True for a file whose first element is an article with front, body or back."""
        return first_tag(data) in _ROOTS and any(mark in data[:_HEAD] for mark in _OWN)

    def read(self, data: bytes) -> ReadSource:
        """Read an article.

        Raises:
            SourceError: It is not well-formed, has no article, or several, or more of something than is read.
        """
        root = parse_xml(data)
        articles = [root] if root.tag == "article" else root.children("article")
        if len(articles) != 1:
            raise SourceError(f"has {len(articles)} articles, and one is read of a file; put each in a file of its own")
        [article] = articles
        reading = JatsArticle(article, _printed(article))
        reading.read()
        return reading.source(jats_facts(article, reading.title))


def _printed(article: Element) -> tuple[str, ...]:
    """What is printed above an abstract and the references and before keywords, in the article's language."""
    code = article.get("lang")[:2].lower()
    language = LANGUAGES.get(code, PAPERS_LANGUAGE)
    return tuple(name.capitalize() for name in language.papers.printed)


JATS = JatsReader()
