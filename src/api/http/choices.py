"""A request parameter whose allowed values are the names in a list that may still grow, such as EXPORTERS."""

from collections.abc import Collection
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class OneOf:
    """Restricts a text parameter, as in `Annotated[str, OneOf(EXPORTERS)]`; any other text gets a 422.

    The names are read anew at each request and each time the OpenAPI document is made.
    """

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """The schema by which pydantic checks a value against the names."""
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The JSON schema, with the names as an enumeration."""
        return {**handler(schema), "enum": list(self._names)}

    def _checked(self, value: str) -> str:
        if value not in self._names:
            *most, last = [repr(name) for name in self._names]
            expected = f"{', '.join(most)} or {last}" if most else last
            raise PydanticCustomError("enum", "Input should be {expected}", {"expected": expected})
        return value
