"""The registry of document forms, and the choice of a reader for a file."""

from pathlib import Path

from indexer.parsing.latex.latex_reader import LATEX, LATEX_FILE
from indexer.parsing.markdown.markdown_reader import MARKDOWN
from indexer.parsing.markup.html_reader import HTML
from indexer.parsing.markup.jats_reader import JATS
from indexer.parsing.pdf.pdf_reader import PDF
from indexer.parsing.pdf_text import PDF_TEXT
from indexer.parsing.reader import Reader
from indexer.parsing.word.word_reader import DOCX
from kutip.errors import CorpusError

# By form. The first reader that has a file's suffix and fits its content reads it, so the one for any text is last.
READERS: dict[str, Reader] = {
    reader.form: reader for reader in (PDF, JATS, HTML, DOCX, LATEX, LATEX_FILE, PDF_TEXT, MARKDOWN)
}


def source_names() -> list[str]:
    """Return the names that a document's source file may have, sorted: "source.md", "source.html" and others."""
    return sorted({f"source{suffix}" for reader in READERS.values() for suffix in reader.suffixes})


def choose_reader(source: Path, data: bytes, form: object = None) -> Reader:
    """Choose the reader of a file: the one that its metadata name, else the first that fits suffix and content.

    Args:
        source: Path of the file; only its suffix is used.
        data: Its bytes.
        form: `source_form` from the metadata; None or "" if it has none.

    Raises:
        CorpusError: No reader has that form, or none with that suffix fits the content.
    """
    if form:
        if not isinstance(form, str) or form not in READERS:
            forms = ", ".join(sorted(READERS))
            raise CorpusError(f"{source.parent}/metadata.json: source_form is {form!r}; use one of {forms}")
        return READERS[form]
    by_suffix = [reader for reader in READERS.values() if source.suffix in reader.suffixes]
    fitting = next((reader for reader in by_suffix if reader.fits(data)), None)
    if fitting is None:
        forms = ", ".join(reader.form for reader in by_suffix) or "no form"
        raise CorpusError(
            f"{source} is not what its name says: {source.suffix} is for {forms}; mend the file, or name its form as"
            " source_form in metadata.json"
        )
    return fitting
