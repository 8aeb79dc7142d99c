"""The service keeps to its own OpenAPI document, tested with requests generated from it."""

import json
import re
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from serving import LOCAL
from starlette.testclient import TestClient

from api.app import create_app
from api.v1.stated_limits import unsearchable_pattern
from kutip.settings import Settings
from kutip.text.terms import searchable

OPERATIONS = [
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/v1/corpus"),
    ("GET", "/v1/documents"),
    ("GET", "/v1/documents/{document_id}"),
    ("GET", "/v1/documents/{document_id}/text"),
    ("GET", "/v1/documents/{document_id}/pages"),
    ("GET", "/v1/documents/{document_id}/pages/{number}"),
    ("GET", "/v1/documents/{document_id}/pages/{number}.webp"),
    ("GET", "/v1/documents/{document_id}/pages/{number}.png"),
    ("GET", "/v1/documents/{document_id}/passages"),
    ("GET", "/v1/passages/{passage_id}"),
    ("GET", "/v1/search"),
    ("POST", "/v1/search"),
    ("GET", "/v1/ask"),
    ("POST", "/v1/ask"),
    ("GET", "/v1/documents/{document_id}/references"),
    ("GET", "/v1/documents/{document_id}/mentions"),
    ("GET", "/v1/documents/{document_id}/problems"),
    ("GET", "/v1/passages/{passage_id}/export"),
    ("POST", "/v1/quotes"),
    ("POST", "/v1/claims"),
]
REFUSING = {
    "/v1/search",
    "/v1/ask",
    "/v1/quotes",
    "/v1/claims",
    "/v1/passages/{passage_id}/export",
    "/v1/documents/{document_id}/pages/{number}.webp",
    "/v1/documents/{document_id}/pages/{number}.png",
}  # of the others all fit


@pytest.fixture(scope="module")
def schema(settings: Settings) -> Any:
    # The name that schemathesis sends in this process; and every system that a search may name.
    own = settings.changed(service={"hosts": ["testserver"]}, indexing={"multilingual": "auto"})
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(own))


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_response_conforms_to_the_openapi_document(schema: Any, method: str, path: str, data: Any) -> None:
    data.draw(schema[path][method].as_strategy()).call_and_validate()


@pytest.mark.parametrize(("method", "path"), [one for one in OPERATIONS if one[1] in REFUSING])
@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_request_that_the_document_does_not_allow_is_refused(schema: Any, method: str, path: str, data: Any) -> None:
    strategy = schema[path][method].as_strategy(generation_mode=schemathesis.GenerationMode.NEGATIVE)
    data.draw(strategy).call_and_validate()


def test_the_document_s_letters_and_digits_are_those_of_the_service() -> None:
    fits = jsonschema_rs.validator_for({"not": {"pattern": unsearchable_pattern()}})
    characters = [chr(code) for code in range(0x110000) if not 0xD800 <= code <= 0xDFFF]
    other = [character for character in characters if fits.is_valid(character) != searchable(character)]
    assert len(other) < 50  # letters of a newer Unicode in short gaps between older ones
    assert all(fits.is_valid(f"? {character}\n") for character in "aé漢१²ªⅣ")
    assert not any(fits.is_valid(character * 5000) for character in "? \u0301\U00013a26")


REQUESTS = {
    "a text": ({"q": "asean"}, 200),
    "a digit of another script": ({"q": "१"}, 200),
    "the longest query": ({"q": "a" * 60}, 200),
    "a query that is too long": ({"q": "a" * 61}, 422),
    "no letter": ({"q": "?!… ~"}, 422),
    "nothing": ({"q": ""}, 422),
    "as many hits as there may be": ({"q": "asean", "k": 7}, 200),
    "more hits than there may be": ({"q": "asean", "k": 8}, 422),
    "a whole number as JSON may write it": ({"q": "asean", "k": 5.0}, 200),
    "a fraction": ({"q": "asean", "k": 5.5}, 422),
    "a truth value": ({"q": "asean", "k": True}, 422),
}


@pytest.mark.parametrize(("body", "status"), REQUESTS.values(), ids=REQUESTS.keys())
def test_the_document_states_the_limits_of_the_settings(settings: Settings, body: dict[str, Any], status: int) -> None:
    app = create_app(settings.changed(limits={"max_query_characters": 60, "max_k": 7}))
    schemas = app.openapi()["components"]["schemas"]
    fits = jsonschema_rs.validator_for(
        {"$ref": "#/components/schemas/SearchRequest", "components": {"schemas": schemas}}
    )
    assert fits.is_valid(body) == (status == 200)
    with TestClient(app, base_url=LOCAL) as client:
        assert client.post("/v1/search", json=body).status_code == status
        query = {name: str(value).removesuffix(".0") for name, value in body.items()}
        assert client.get("/v1/search", params=query).status_code == status


def test_no_mark_of_our_own_is_left_in_the_document(settings: Settings) -> None:
    document = create_app(settings).openapi()
    assert not re.search('"x-', json.dumps(document))
    schemas = document["components"]["schemas"]
    assert schemas["ClaimsRequest"]["properties"]["text"]["maxLength"] == settings.limits.max_text_characters
    assert (
        schemas["QuotesRequest"]["properties"]["quotes"]["items"]["maxLength"] == settings.limits.max_quote_characters
    )


def test_the_openapi_document_describes_every_route(schema: Any) -> None:
    described = {(method.upper(), path) for path, item in schema.raw_schema["paths"].items() for method in item}
    assert described == set(OPERATIONS)
