"""Trees of HTML and XML: encodings, entities, and the bounds on what a file may cost."""

from contextlib import suppress

import pytest
from cpu_time import cpu_seconds

from indexer.parsing.markup.markup_tree import (
    MOST_CHARACTERS,
    MOST_DEPTH,
    MOST_ELEMENTS,
    Element,
    first_tag,
    parse_html,
    parse_xml,
)
from kutip.errors import SourceError


def refusal(data: bytes, *, xml: bool) -> str:
    with pytest.raises(SourceError) as refused:
        parse_xml(data) if xml else parse_html(data)
    return str(refused.value)


# --- Encodings ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "data",
    [
        "<p>Caf\u00e9 \u2013 \u8b66</p>".encode(),
        "\ufeff<p>Caf\u00e9 \u2013 \u8b66</p>".encode(),
        "\ufeff<p>Caf\u00e9 \u2013 \u8b66</p>".encode("utf-16-le"),
        "\ufeff<p>Caf\u00e9 \u2013 \u8b66</p>".encode("utf-16-be"),
        '<meta charset="gb18030"><p>Caf\u00e9 \u2013 \u8b66</p>'.encode("gb18030"),
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1252"><p>Caf\xe9 \x96 &#35686;</p>',
        b"<meta charset=iso-8859-1><p>Caf\xe9 \x96 &#x8b66;</p>",
        b'<?xml version="1.0" encoding="ISO-8859-1"?><p>Caf\xe9 &ndash; &#35686;</p>',
        "<meta charset=utf-16><p>Caf\u00e9 \u2013 \u8b66</p>".encode(),
    ],
)
def test_html_is_decoded_by_what_it_says_of_itself(data: bytes) -> None:
    assert parse_html(data).squeezed() == "Caf\u00e9 \u2013 \u8b66"


def test_bytes_that_are_in_another_encoding_than_stated_are_refused_with_their_place() -> None:
    said = refusal(b"<p>Caf\xe9</p>", xml=False)
    assert said == "is not UTF-8 at byte 6, and names no other encoding; save it as UTF-8 and mend that name"
    assert "is not UTF-8 at byte 41, as it says" in refusal(
        b'<?xml version="1.0" encoding="UTF-8"?><p>\xe9</p>', xml=True
    )


@pytest.mark.parametrize("name", ["rot13", "zlib", "hex", "unicode_escape", "idna", "utf-7", "mbcs", "nonsense"])
def test_no_name_in_a_file_chooses_a_codec_that_is_no_encoding_of_pages(name: str) -> None:
    assert f"names the encoding {name}" in refusal(f"<meta charset={name}><p>x</p>".encode(), xml=False)


# --- XML ------------------------------------------------------------------------------------------------------------


def test_names_lose_their_prefixes_and_texts_keep_their_order() -> None:
    root = parse_xml(b'<a xmlns:x="u" x:href="q">one <x:b>two</x:b> &amp; <!-- no --><![CDATA[<three>]]><?go on?>.</a>')
    assert (root.tag, root.get("href")) == ("a", "q")
    assert [part if isinstance(part, str) else part.tag for part in root.parts] == ["one ", "b", " & <three>."]
    assert root.text() == "one two & <three>."


def test_names_of_characters_are_read_without_a_dtd() -> None:
    doctype = b'<!DOCTYPE a PUBLIC "-//x//DTD y//EN" "http://x.invalid/y.dtd">\n'
    root = parse_xml(doctype + b'<a b="&eacute;">&alpha;&nbsp;&lt;&LT;&#x3b2;</a>')
    assert (root.get("b"), root.text()) == ("\u00e9", "\u03b1\u00a0<<\u03b2")


def test_entities_of_a_document_type_are_never_expanded() -> None:
    lines = ['<!DOCTYPE a [<!ENTITY e0 "ha">']
    lines += [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 30)]
    assert refusal(("".join(lines) + "]><a>&e29;</a>").encode(), xml=True) == (
        "uses the entity &e29;, and only names of characters are read; put its text there"
    )
    assert "&secret;" in refusal(b'<!DOCTYPE a [<!ENTITY secret SYSTEM "/etc/passwd">]><a>&secret;</a>', xml=True)
    declared = b'<!DOCTYPE a [<!ENTITY fig "]>"><!-- " ]> --><!ENTITY x SYSTEM "file:///etc/passwd">]><a>no use</a>'
    assert parse_xml(declared).text() == "no use"


@pytest.mark.parametrize(
    "data",
    [
        b"<a><b></a>",
        b"<a>&</a>",
        b"<a>",
        b"",
        b"no markup",
        b"<a/><b/>",
        b"<!DOCTYPE a [",
        b"<a><!-- </a>",
        b"<a>&x</a>",
    ],
)
def test_what_is_not_well_formed_is_refused(data: bytes) -> None:
    assert refusal(data, xml=True).endswith(("mend it", "it is no XML"))


# --- Bounds ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("xml", [True, False])
def test_depth_and_number_of_elements_are_bounded(xml: bool) -> None:
    deep = b"<div>" * 100_000 + b"x" + b"</div>" * 100_000
    assert f"more than {MOST_DEPTH} elements inside" in refusal(deep, xml=xml)
    wide = b"<a>" + b"<b></b>" * (MOST_ELEMENTS + 1) + b"</a>"
    assert f"more than {MOST_ELEMENTS:,} elements" in refusal(wide, xml=xml)
    long = b"<a>" + b"text " * (MOST_CHARACTERS // 5 + 1) + b"</a>"
    assert f"more than {MOST_CHARACTERS:,} characters" in refusal(long, xml=xml)
    attributes = b"<a " + b" ".join(b"a%d='x'" % n for n in range(20_000)) + b">x</a>"
    assert "more than 1,000 attributes" in refusal(attributes, xml=xml)


@pytest.mark.parametrize(
    "piece",
    [b"&amp;", b"&eacute;", b"<!-- x -->", b"<![CDATA[&]]>", b"<?go?>", b"<b/>", b"&#65;", b"&", b"<", b"<!--", b"]]>"],
)
def test_the_time_of_parsing_grows_with_the_file(piece: bytes) -> None:
    def seconds(count: int, runs: int) -> float:
        def parse_both() -> None:
            for data, parse in ((b"<a>" + piece * count + b"</a>", parse_xml), (b"<p>" + piece * count, parse_html)):
                with suppress(SourceError):
                    parse(data)

        return cpu_seconds(parse_both, runs=runs)

    assert seconds(160_000, 2) < 64 * seconds(10_000, 3) + 1  # 16 times the text; by its square 256 times as long


def test_elements_are_found_in_reading_order() -> None:
    root = parse_html(b"<ul><li>a<li>b <i>c</i></ul><p>d")
    assert [one.tag for one in root.within("li", "i", "p")] == ["li", "li", "i", "p"]
    body = root.child("body")
    assert isinstance(body, Element)
    assert [one.tag for one in body.children()] == ["ul", "p"]


def test_the_first_element_is_found_behind_a_prolog() -> None:
    assert (
        first_tag(b'\xef\xbb\xbf <?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY y "]">]>\n<!-- <z> -->\n<a:b c="d">')
        == "b"
    )
    assert first_tag("\ufeff<Html lang=en>".encode("utf-16")) == "html"
    assert first_tag(b"<!doctype HTML>\nany") == "html"
    assert [first_tag(data) for data in (b"", b"text <p>", b"< p>", b"<!--", b"<1>", b"\x00\xff")] == [""] * 6
