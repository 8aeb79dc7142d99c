"""The reader of texts in UTF-8: bytes to a text that is the file, and a refusal that says where it is not."""

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
def test_any_bytes_are_read_as_they_are_or_refused(reader: Reader, data: bytes) -> None:
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
def test_line_ends_and_a_byte_order_mark_stay_in_the_text(reader: Reader) -> None:
    source = "\ufeffINTRODUCTION\r\n\r\nPolice forces meet.\r\n"
    read = reader.read(source.encode("utf-8"))
    assert read.text == source
    assert read.blocks[-1].text == "Police forces meet."


@each_reader
def test_pages_start_at_form_feeds(reader: Reader) -> None:
    assert reader.read(b"One page.\n\fAnother page.\nIt ends.\n").pages == (10,)
