"""A change of the text that is read from PDFs is a new version of the reader: ids of passages change with it."""

import hashlib
import re

import made_pdfs
import pytest

from indexer.parsing.pdf.pdf_reader import PDF

# By version: the text of the made papers. After a change that is meant, raise the version and write down what it reads.
READ = {2: {1: "152347952170641c", 2: "b6b510752cff877e"}}


@pytest.mark.parametrize("columns", [1, 2])
def test_the_text_that_a_version_reads_stays_the_same(columns: int) -> None:
    source = PDF.read(made_pdfs.paper(columns=columns))
    version = re.match(r"PDF reader (\d+), PDFium [\d.]+", source.read_by)
    assert version is not None
    assert hashlib.sha256(source.text.encode()).hexdigest()[:16] == READ[int(version[1])][columns]
