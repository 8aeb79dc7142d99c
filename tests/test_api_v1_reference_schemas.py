"""Entries and citations that a source states by keys, as the API has them."""

from api.v1.reference_schemas import BibliographyOut, MentionOut, ReferenceOut
from kutip.messages.catalogue import Catalogue
from kutip.types import Author, Bibliography, Form, Mention, Part, Reference, Span

SPANS = (Span(3, 9),)
BESIDE = Reference(
    "r1",
    "paper",
    "Reed, P. (2019). Kites.",
    (),
    (Author("Reed", "P.", ()),),
    Part("2019", ()),
    file="a.bib",
    key="reed",
)
PRINTED = Reference("r2", "paper", "Moss. Tails. 2001.", SPANS, (), Part("2001", SPANS))
BY_KEY = Mention("m1", "paper", Form.NARRATIVE, "@reed", SPANS, "So says @reed.", "Reed", "2019", "r1", key="reed")
BY_NAME = Mention("m2", "paper", Form.NARRATIVE, "Moss (2001)", SPANS, "So says Moss (2001).", "Moss", "2001", "r2")
WHOLE = Bibliography((BESIDE, PRINTED), (BY_KEY, BY_NAME), ())
ENGLISH = Catalogue.of("en")


def test_an_entry_of_a_file_names_it_and_its_key_and_has_no_place() -> None:
    beside, printed = (ReferenceOut.of(one, WHOLE, ENGLISH) for one in WHOLE.references)
    assert (beside.file, beside.key, beside.spans, beside.parts, beside.mentions) == ("a.bib", "reed", [], {}, 1)
    assert (beside.year, beside.authors) == ("2019", ["Reed, P."])
    assert (printed.file, printed.key) == (None, None)
    assert [(name, len(spans)) for name, spans in printed.parts.items()] == [("year", 1)]


def test_a_citation_by_key_has_its_key() -> None:
    by_key, by_name = (MentionOut.of(one, ENGLISH) for one in WHOLE.mentions)
    assert (by_key.key, by_key.who, by_key.year, by_key.reference_id) == ("reed", "Reed", "2019", "r1")
    assert by_name.key is None


def test_the_whole_bibliography_has_both() -> None:
    out = BibliographyOut.of(WHOLE, ENGLISH).model_dump()
    assert [one["file"] for one in out["references"]] == ["a.bib", None]
    assert [one["key"] for one in out["mentions"]] == ["reed", None]


def test_the_contract_says_what_an_entry_of_a_file_lacks() -> None:
    described = {name: str(field.description) for name, field in ReferenceOut.model_fields.items()}
    assert all("entry of a file" in described[name] for name in ("text", "spans", "parts"))
