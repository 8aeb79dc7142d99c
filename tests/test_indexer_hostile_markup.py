"""Hostile HTML, JATS and DOCX: read within limits in a process of their own, or refused with what to do."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from indexer.limited import LimitedCalls
from indexer.papers import ReadPaper, read_paper
from kutip.errors import CorpusError
from kutip.settings import BuildingLimits

SIZE = 60_000  # characters
ENTRY = "<li id=r>Kim, A. (2020). Moss on walls. Roof Journal.</li>"
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 40))
NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
LOOP = '<w:style w:styleId="A"><w:basedOn w:val="A"/></w:style>'


@pytest.fixture(scope="module")
def calls() -> Iterator[LimitedCalls]:
    with LimitedCalls(seconds=15, megabytes=500) as made:
        yield made


def many(piece: str, share: float = 1) -> str:
    return piece * int(SIZE * share / len(piece))


def html(body: str) -> tuple[str, bytes]:
    return "source.html", f"<html><body>{body}</body></html>".encode()


def jats(body: str, *, doctype: str = "", back: str = "") -> tuple[str, bytes]:
    return "source.xml", f"{doctype}<article><body>{body}</body><back>{back}</back></article>".encode()


def word(body: str, **parts: str) -> tuple[str, bytes]:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as files:
        files.writestr("word/document.xml", f'<w:document xmlns:w="u"><w:body>{body}</w:body></w:document>')
        for name, inside in parts.items():
            files.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="u">{inside}</w:{name}>')
    return "source.docx", kept.getvalue()


def text(characters: str) -> str:
    return f"<w:p><w:r><w:t>{characters}</w:t></w:r></w:p>"


CITATION = f"<element-citation>{many('<comment>a</comment>')}</element-citation>"
OWN_NOTE = f'<w:footnote w:id="1"><w:p>{NOTE}</w:p></w:footnote>'
LONG_NOTE = f'<w:footnote w:id="1">{text("a " * 9_000)}</w:footnote>'
STYLED = '<w:p><w:pPr><w:pStyle w:val="A"/></w:pPr><w:r><w:t>a</w:t></w:r></w:p>'
ATTRIBUTES = " ".join(f"a{n}=1" for n in range(9_000))
FILE = '<!DOCTYPE a [<!ENTITY f SYSTEM "/etc/hosts">]>'
READ = {
    "menus in menus": html("<nav>" * 145 + many("<b>a </b>")),
    "hidden in hidden": html("<div aria-hidden=true>" * 145 + many("<b></b>") + "text " * 200),
    "a listing behind empty elements": html(many("<b></b>", 0.5) + many("<pre>x</pre>", 0.5)),
    "many links to one entry": html(f"<h2>References</h2><ul>{ENTRY}</ul><p>" + many("<a href=#r>Kim 2020</a> ")),
    "cells that span all": html("<table>" + many("<tr><td rowspan=9999 colspan=9999>1") + "</table>"),
    "a formula in a formula": html("<p>x<math>" + "<msup><mi>x</mi>" * 140 + many("<mi>y</mi>")),
    "notes in a line": html("<p>a " + many("<span class=sidenote>a b c</span>")),
    "a picture in an attribute": html("<p>text</p><img src='data:" + many("A", 50) + "'>"),
    "brackets as JSON": html("<p>x</p><script type=application/ld+json>" + many("[", 5) + "</script>"),
    "sections in sections": jats("<sec><title>a</title>" * 140 + many("<p>x</p>") + "</sec>" * 140),
    "an entry with many parts": jats("<p>x</p>", back=f"<ref-list><ref>{CITATION}</ref></ref-list>"),
    "a note that calls itself": word(f"<w:p><w:r><w:t>a</w:t></w:r>{NOTE}</w:p>", footnotes=OWN_NOTE),
    "one long note called often": word(f"<w:p>{many(NOTE)}</w:p>", footnotes=LONG_NOTE),
    "a style based on itself": word(many(STYLED), styles=LOOP),
}  # fmt: skip
REFUSED = {
    "elements in elements": (html("<div>" * 100_000 + "x"), "more than 150 elements inside of each other"),
    "an element of attributes": (html(f"<p {ATTRIBUTES}>x"), "more than 1,000 attributes"),
    "entities of entities": (jats("<p>&e39;</p>", doctype=f"<!DOCTYPE a [{BOMB}]>"), "uses the entity &e39;"),
    "a file from elsewhere": (jats("<p>&f;</p>", doctype=FILE), "uses the entity &f;"),
    "half an archive": (("source.docx", word(text("a"))[1][:-30]), "is no whole DOCX file"),
}  # fmt: skip


def read(source: tuple[str, bytes], calls: LimitedCalls, folder: Path) -> ReadPaper:
    paper = folder / "paper"
    paper.mkdir()
    (paper / source[0]).write_bytes(source[1])
    return calls.call("paper", read_paper, paper, BuildingLimits())


@pytest.mark.parametrize("source", READ.values(), ids=READ)
def test_hostile_markup_is_read_within_its_limits(
    source: tuple[str, bytes], calls: LimitedCalls, tmp_path: Path
) -> None:
    paper = read(source, calls, tmp_path)
    assert paper.document.source_text.strip()
    assert len(paper.document.source_text) <= 4 * SIZE


@pytest.mark.parametrize(("source", "told"), REFUSED.values(), ids=REFUSED)
def test_hostile_markup_is_refused_clearly(
    source: tuple[str, bytes], told: str, calls: LimitedCalls, tmp_path: Path
) -> None:
    with pytest.raises(CorpusError) as refused:
        read(source, calls, tmp_path)
    assert told in str(refused.value)
    assert "please report" not in str(refused.value)
