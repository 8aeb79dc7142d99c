"""A parameter that takes one of the names in a list which may grow while the service is put together."""

from collections.abc import Collection
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


class OneOf:
    """Marks a text parameter, as in `Annotated[str, OneOf(EXPORTERS)]`: another text is refused with 422.

    The names are read at each request and each time that the OpenAPI document is made.
    """

    def __init__(self, names: Collection[str]) -> None:
        self._names = names

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A text that is checked against the names."""
        return core_schema.no_info_after_validator_function(self._checked, handler(source))

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """The names as an enumeration."""
        return {**handler(schema), "enum": list(self._names)}

    def _checked(self, value: str) -> str:
        if value not in self._names:
            *most, last = [repr(name) for name in self._names]
            expected = f"{', '.join(most)} or {last}" if most else last
            raise PydanticCustomError("enum", "Input should be {expected}", {"expected": expected})
        return value
