"""The export "annotation": a passage as a W3C Web Annotation, for programs that highlight texts."""

import base64
import json
import uuid
from typing import Any
from urllib.parse import quote

from kutip.metadata.facts import facts_of
from kutip.text.page_boxes import page_of
from kutip.types import Document, Passage, Span
from retriever.citations.locators import Paragraphs

_CONTEXT = 32  # characters of the source given before and after a quotation, to find it in a changed text
_PDF_FRAGMENT = "http://tools.ietf.org/rfc/rfc3778"  # "page=3": the third page of the file, whatever is printed on it
_IN_DOI = "/:;()!$&*+,=@"  # characters of a DOI that need no escaping in the path of an IRI


class AnnotationExporter:
    """Writes the annotation in JSON-LD."""

    name = "annotation"
    media_type = 'application/ld+json; profile="http://www.w3.org/ns/anno.jsonld"'
    suffix = ".jsonld"
    on_page = False

    def write(self, document: Document, passage: Passage, paragraphs: Paragraphs | None) -> str:
        """The annotation as JSON. It points to the passage by its characters and does not use `paragraphs`."""
        return json.dumps(annotation(document, passage), ensure_ascii=False, indent=2) + "\n"


def annotation(document: Document, passage: Passage) -> dict[str, Any]:
    """A passage as a W3C Web Annotation in JSON-LD, with one target for each span, given by its text and its offsets.

    Its id, and its source if the paper has no DOI, are IRIs without a host. The id depends only on the passage's id.

    Source: https://www.w3.org/TR/annotation-model/, sections 4.2.4 and 4.2.5; RFC 6920 for ni.
    """
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": uuid.uuid5(uuid.NAMESPACE_URL, f"urn:kutip:passage:{passage.id}").urn,
        "type": "Annotation",
        "motivation": "highlighting",
        "target": [_target(document, span) for span in passage.spans],
    }


def _target(document: Document, span: Span) -> dict[str, Any]:
    """The target for a span: by offsets for the supplied text, by quotation for other copies of it, by page in a PDF.

    The page is that of the span's first character.
    """
    text, named = document.source_text, facts_of(document).doi
    page = page_of(document, span.start) if document.page_shapes else None
    on_page = {"type": "FragmentSelector", "conformsTo": _PDF_FRAGMENT, "value": f"page={page}"}
    return {
        "type": "SpecificResource",
        "source": f"https://doi.org/{quote(named, safe=_IN_DOI)}" if named else _named_by_hash(document.sha256),
        "selector": [
            *([on_page] if page else []),
            {
                "type": "TextQuoteSelector",
                "exact": text[span.start : span.end],
                "prefix": text[max(0, span.start - _CONTEXT) : span.start],
                "suffix": text[span.end : span.end + _CONTEXT],
            },
            {"type": "TextPositionSelector", "start": span.start, "end": span.end},
        ],
    }


def _named_by_hash(sha256: str) -> str:
    """The IRI of a file by the hash of its bytes, wherever the file is.

    >>> _named_by_hash("7f83b1657ff1fc53b92dc18148a1d65dfc2d4b1fa3d677284addd200126d9069")
    'ni:///sha-256;f4OxZX_x_FO5LcGBSKHWXfwtSx-j1ncoSt3SABJtkGk'
    """
    return f"ni:///sha-256;{base64.urlsafe_b64encode(bytes.fromhex(sha256)).decode('ascii').rstrip('=')}"
