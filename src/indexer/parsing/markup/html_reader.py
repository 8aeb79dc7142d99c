"""Reads HTML files."""

from indexer.parsing.markup.html_article import HtmlArticle
from indexer.parsing.markup.html_facts import html_facts
from indexer.parsing.markup.html_roles import HTML_TAGS
from indexer.parsing.markup.markup_tree import first_tag, parse_html
from indexer.parsing.reader import ReadSource


class HtmlReader:
    """Reads HTML; see `Reader`."""

    form = "html"
    suffixes = (".html", ".htm", ".xhtml", ".xml", ".txt")

    def fits(self, data: bytes) -> bool:
        """True for a file that begins with an element of HTML, or says that it is HTML."""
        return first_tag(data) in HTML_TAGS

    def read(self, data: bytes) -> ReadSource:
        """Read a page.

        Raises:
            SourceError: It cannot be decoded, or has more of something than is read.
        """
        root = parse_html(data)
        article = HtmlArticle(root.child("body") or root)
        article.read()
        return article.source(html_facts(root, article.only_title))


HTML = HtmlReader()
