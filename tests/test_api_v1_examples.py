"""The examples in the OpenAPI document are from the papers in the index; without an index they are neutral."""

import json
import shutil
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from serving import LOCAL
from starlette.testclient import TestClient

from api.app import create_app
from api.v1.examples import NEUTRAL, examples_of, filled
from kutip.settings import Settings
from retriever.current import CurrentRetriever
from retriever.search import Retriever


def document(client: TestClient) -> dict[str, Any]:
    """Return the OpenAPI document."""
    schema: dict[str, Any] = client.get("/openapi.json").json()
    return schema


def examples_in(value: object, *, is_example: bool = False) -> set[str]:
    """Return every string below a key "example" or "examples"."""
    if isinstance(value, dict):
        return set().union(
            *(examples_in(own, is_example=is_example or key in ("example", "examples")) for key, own in value.items())
        )
    if isinstance(value, list):
        return set().union(*(examples_in(own, is_example=is_example) for own in value))
    return {value} if is_example and isinstance(value, str) else set()


def test_examples_come_from_the_papers_in_the_index(client: TestClient, retriever: Retriever) -> None:
    ours = examples_of(retriever)
    assert examples_in(document(client)) > set(asdict(ours).values())
    assert not examples_in(document(client)) & set(asdict(NEUTRAL).values())


def test_examples_give_results_when_they_are_sent_to_the_api(client: TestClient, retriever: Retriever) -> None:
    ours = examples_of(retriever)
    assert ours.question == retriever.examples[0].question
    checked = client.post("/v1/quotes", json={"quotes": [ours.quotation]}).json()["results"][0]
    assert checked["verdict"] in {"exact", "normalised"}
    assert checked["matches"][0]["document_id"] == ours.document_id
    labels = client.post("/v1/claims", json={"text": ours.text}).json()["sentences"]
    assert [one["label"] for one in labels] == ["quoted", "quoted"]
    hits = client.get("/v1/search", params={"q": ours.quotation, "document": ours.document_id}).json()["hits"]
    assert ours.in_text in [hit["citation"]["in_text"] for hit in hits]


def test_without_an_index_the_examples_are_neutral(tmp_path: Path) -> None:
    with TestClient(create_app(Settings(index=tmp_path / "none")), base_url=LOCAL) as client:
        assert examples_in(document(client)) > set(asdict(NEUTRAL).values())


def test_examples_change_when_the_index_changes(settings: Settings, tmp_path: Path) -> None:
    with TestClient(create_app(Settings(index=tmp_path / "index")), base_url=LOCAL) as client:
        before = document(client)
        shutil.copytree(settings.index, tmp_path / "index")
        after = document(client)
    assert examples_in(before) != examples_in(after)
    assert json.dumps(after).count(NEUTRAL.question) == 0


def test_filling_in_replaces_only_examples() -> None:
    schema = {"title": NEUTRAL.question, "examples": [NEUTRAL.question, "kept"], "default": {"example": NEUTRAL.source}}
    other = {**asdict(NEUTRAL), "question": "Who?", "source": "Roth, 2017"}
    result = filled(schema, type(NEUTRAL)(**other))
    assert result == {"title": NEUTRAL.question, "examples": ["Who?", "kept"], "default": {"example": "Roth, 2017"}}
    assert schema["examples"] == [NEUTRAL.question, "kept"]


def test_the_document_does_not_wait_for_a_new_index_to_be_opened(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = create_app(settings)
    before = app.openapi()
    shared: CurrentRetriever = app.state.retriever
    monkeypatch.setattr(shared, "get", lambda: pytest.fail("it waited"))
    assert app.openapi() == before
