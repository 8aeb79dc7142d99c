"""Decodes the bytes of an HTML or XML file by what the file itself says of its encoding."""

import codecs
import re

from kutip.errors import SourceError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # begins as that of UTF-16 does
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_HEAD = 4_096  # bytes in which a file says how it is encoded; browsers read 1,024
_DECLARED = re.compile(r"""\s{0,100}<\?xml\s[^<>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']""")
_CHARSET = re.compile(r"""<meta\s[^<>]{0,300}?charset\s{0,9}=\s{0,9}["']?\s{0,9}([\w.:-]{1,40})""", re.IGNORECASE)
# Names of encodings as Python has them; no name in a file may choose another codec, such as one that unpacks.
_KNOWN = frozenset(
    "utf-8 utf-16 utf-16-le utf-16-be ascii iso8859-1 iso8859-2 iso8859-3 iso8859-4 iso8859-5 iso8859-6 iso8859-7"
    " iso8859-8 iso8859-9 iso8859-10 iso8859-13 iso8859-14 iso8859-15 iso8859-16 cp1250 cp1251 cp1252 cp1253 cp1254"
    " cp1255 cp1256 cp1257 cp1258 cp874 koi8-r koi8-u mac-roman gb2312 gbk gb18030 big5 big5hkscs euc_jp shift_jis"
    " cp932 iso2022_jp euc_kr cp949 tis-620".split()
)
# Pages that say Latin-1 mean that of Windows, as browsers read them.
_READ_AS = {"iso8859-1": "cp1252", "ascii": "cp1252", "utf-16": "utf-16-le"}


def decoded_xml(data: bytes) -> str:
    """Decode an XML file by its byte order mark, its declaration, or else as UTF-8.

    Raises:
        SourceError: The encoding is not known, or the bytes are not in it.
    """
    declared = _DECLARED.match(data[:_HEAD].decode("latin-1"))
    return _decoded(data, declared[1] if declared else None, {"utf-16": "utf-16-le"})


def decoded_html(data: bytes) -> str:
    """Decode an HTML file by its byte order mark, its declaration, its `<meta charset>`, or else as UTF-8.

    Raises:
        SourceError: The encoding is not known, or the bytes are not in it.
    """
    head = data[:_HEAD].decode("latin-1")
    declared = _DECLARED.match(head) or _CHARSET.search(head)
    name = declared[1] if declared else None
    if name is not None and name.lower().startswith("utf-16"):
        name = None  # a file whose `<meta>` can be read byte by byte is in no UTF-16
    return _decoded(data, name, _READ_AS)


def _decoded(data: bytes, declared: str | None, read_as: dict[str, str]) -> str:
    mark, name = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", None))
    if name is None:
        name = _codec(declared) if declared is not None else "utf-8"
        name = read_as.get(name, name)
    try:
        return data[len(mark) :].decode(name)
    except UnicodeDecodeError as error:
        said = "as it says" if declared is not None else "and names no other encoding"
        at = error.start + len(mark)
        raise SourceError(f"is not {name.upper()} at byte {at}, {said}; save it as UTF-8 and mend that name") from error


def _codec(label: str) -> str:
    try:
        name = codecs.lookup(label).name
    except (LookupError, ValueError):
        name = ""
    if name not in _KNOWN:
        raise SourceError(f"names the encoding {label}, which is not read; save it as UTF-8 and mend that name")
    return name
