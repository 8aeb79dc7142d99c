"""Fills the OpenAPI document with examples from the papers in the index; without an index they are neutral."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from fastapi import FastAPI

from kutip.errors import KutipError
from kutip.text.sentences import sentence_bounds
from kutip.types import Kind
from retriever.citations.apa import cite
from retriever.current import CurrentRetriever
from retriever.search import Retriever

_SHORTEST, _LONGEST = 40, 300  # characters of an example sentence
_OPENING_SECONDS = 2  # the event loop waits no longer for the first index; requests find others opened already
_KEYS = frozenset({"example", "examples"})  # keys of examples in OpenAPI and JSON Schema


@dataclass(frozen=True, slots=True)
class SchemaExamples:
    """One example value for each kind of field in requests and responses.

    Attributes:
        question: A question to ask.
        quotation: A sentence to look for in the papers.
        text: Two sentences whose claims can be checked.
        document_id: Id of a document.
        in_text: In-text citation of a passage of that document.
        source: A work that a passage cites: "Jones, 2008".
    """

    question: str
    quotation: str
    text: str
    document_id: str
    in_text: str
    source: str


NEUTRAL = SchemaExamples(
    question="How were the data collected?",
    quotation="The data were collected in the spring of 2019.",
    text="The data were collected in the spring of 2019. Nobody took part twice.",
    document_id="smith-2020",
    in_text="(Smith, 2020, Methods section)",
    source="Jones, 2008",
)


def examples_of(retriever: Retriever) -> SchemaExamples:
    """Take examples from a retriever's papers; where they have none, the neutral example is used."""
    english_first = sorted(retriever.examples, key=lambda one: one.language != "en")
    quotation, text, passage = NEUTRAL.quotation, NEUTRAL.text, retriever.passages[0]
    for one in retriever.passages:
        bounds = sentence_bounds(one.text)[:2]
        if one.kind is Kind.PARAGRAPH and [_SHORTEST <= end - start <= _LONGEST for start, end in bounds] == [True] * 2:
            (start, end), (_, last) = bounds
            quotation, text, passage = one.text[start:end], one.text[start:last], one
            break
    mentions = retriever.bibliography(passage.document_id).mentions
    return SchemaExamples(
        question=english_first[0].question if english_first else NEUTRAL.question,
        quotation=quotation,
        text=text,
        document_id=passage.document_id,
        in_text=cite(retriever.document(passage.document_id), passage).in_text,
        source=next((f"{one.who}, {one.year}" for one in mentions if one.who), NEUTRAL.source),
    )


def filled(schema: Mapping[str, Any], examples: SchemaExamples) -> dict[str, Any]:
    """Return a copy of an OpenAPI document in which each neutral example is replaced by the one given."""
    replacements = dict(zip(asdict(NEUTRAL).values(), asdict(examples).values(), strict=True))
    copied: dict[str, Any] = _replaced(schema, replacements, is_example=False)
    return copied


def _replaced(value: Any, replacements: Mapping[str, str], *, is_example: bool) -> Any:
    if isinstance(value, dict):
        return {key: _replaced(own, replacements, is_example=is_example or key in _KEYS) for key, own in value.items()}
    if isinstance(value, list):
        return [_replaced(own, replacements, is_example=is_example) for own in value]
    return replacements.get(value, value) if is_example and isinstance(value, str) else value


def install(app: FastAPI, shared: CurrentRetriever) -> None:
    """Make an application fill in the examples of the current index in each response of /openapi.json."""
    neutral = app.openapi
    known: dict[str, SchemaExamples] = {}  # of the version in force alone

    def document() -> dict[str, Any]:
        try:
            retriever = shared.in_force().result(timeout=_OPENING_SECONDS)
        except (KutipError, TimeoutError):  # there is no usable index, or not yet
            return neutral()
        if retriever.version not in known:
            examples = examples_of(retriever)
            known.clear()
            known[retriever.version] = examples
        return filled(neutral(), known[retriever.version])

    app.openapi = document  # type: ignore[method-assign]  # as FastAPI's documentation does it
