"""The service keeps to its own OpenAPI document, tested with requests generated from it."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from schemathesis.specs.openapi.checks import positive_data_acceptance

from api.app import create_app
from kutip.settings import Settings

OPERATIONS = [
    ("GET", "/healthz"),
    ("GET", "/readyz"),
    ("GET", "/v1/documents"),
    ("GET", "/v1/documents/{document_id}"),
    ("GET", "/v1/documents/{document_id}/text"),
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


@pytest.fixture(scope="module")
def schema(settings: Settings) -> Any:
    own = settings.changed(service={"hosts": ["testserver"]})  # the name that schemathesis sends in this process
    return schemathesis.openapi.from_asgi("/openapi.json", create_app(own))


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
@hypothesis_settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_every_response_conforms_to_the_openapi_document(schema: Any, method: str, path: str, data: Any) -> None:
    case = data.draw(schema[path][method].as_strategy())
    # A schema cannot require a letter or digit of any script, so a blank query fits the document but gets a 422.
    case.call_and_validate(excluded_checks=[positive_data_acceptance])


def test_the_openapi_document_describes_every_route(schema: Any) -> None:
    described = {(method.upper(), path) for path, item in schema.raw_schema["paths"].items() for method in item}
    assert described == set(OPERATIONS)
