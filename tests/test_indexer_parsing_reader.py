"""The reader of UTF-8 text keeps a file's text unchanged and reports where it is not UTF-8."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.parsing.formats import READERS
from indexer.parsing.reader import Reader
from kutip.errors import SourceError

TEXT_READERS = [READERS["markdown"], READERS["pdf-text"]]
each_reader = pytest.mark.parametrize("reader", TEXT_READERS, ids=lambda reader: reader.form)


@each_reader
@given(data=st.binary(max_size=80))
def test_any_bytes_are_either_read_unchanged_or_refused(reader: Reader, data: bytes) -> None:
    assert isinstance(reader.fits(data), bool)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        with pytest.raises(
            SourceError, match=f"^is not UTF-8 at byte {error.start}; convert it, then run kutip index$"
        ):
            reader.read(data)
    else:
        assert reader.read(data).text == text


@each_reader
def test_line_ends_and_a_byte_order_mark_are_kept(reader: Reader) -> None:
    source = "\ufeffINTRODUCTION\r\n\r\nPolice forces meet.\r\n"
    read = reader.read(source.encode("utf-8"))
    assert read.text == source
    assert read.blocks[-1].text == "Police forces meet."


@each_reader
def test_pages_start_at_form_feeds(reader: Reader) -> None:
    assert reader.read(b"One page.\n\fAnother page.\nIt ends.\n").pages == (0, 11)
