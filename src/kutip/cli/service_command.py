"""The command `serve`: the web pages and the HTTP API, from the index in force."""

from collections.abc import Iterable, Sequence
from contextlib import ExitStack, suppress
from typing import Annotated
from urllib.parse import quote_plus

import typer

from kutip.cli.edge import complain
from kutip.cli.listening import take
from kutip.cli.options import IndexOption, given_settings
from kutip.cli.printing import out
from kutip.errors import KutipError
from kutip.index.skipped import Skipped, skipped_by
from kutip.index.store import Generation, open_generation
from kutip.settings import Settings
from kutip.types import ExampleQuestion

_INTERRUPTED = 130  # exit status after Ctrl-C


def tell_skipped(skipped: Iterable[Skipped]) -> None:
    """Name the papers that are not in the index, each with the reason."""
    for one in skipped:
        complain(one.told)


def serve(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on.")] = 8000,
    index: IndexOption = None,
    root_path: Annotated[
        str | None, typer.Option(help="Path below which a reverse proxy shows the service, such as /kutip.")
    ] = None,
    proxies: Annotated[
        str | None, typer.Option(help="IP addresses of the reverse proxies to believe, with commas between.")
    ] = None,
) -> None:
    """Serve the web pages and the HTTP API."""
    from api.http.access_token import refuse_open_host
    from api.server import run

    own = {name: given for name, given in (("root_path", root_path), ("proxies", proxies)) if given is not None}
    settings = given_settings(index=index).changed(service=own)
    refuse_open_host(settings.service, host)
    generation = _in_force(settings)
    examples = _examples(generation)
    tell_skipped(skipped_by(generation) if generation is not None else ())
    with ExitStack() as stack:
        sockets = [stack.enter_context(one) for one in take(host, port)]  # before anyone is invited to another's page
        number = sockets[0].getsockname()[1]
        _invite(
            f"http://{f'[{host}]' if ':' in host else host}:{number}{settings.service.root_path}", settings, examples
        )
        with suppress(KeyboardInterrupt):
            run(settings, host=host, port=number, sockets=sockets)
            return
    raise typer.Exit(_INTERRUPTED)  # Ctrl-C is how one stops it: nothing needs to be said


def _invite(address: str, settings: Settings, examples: Sequence[ExampleQuestion]) -> None:
    """Say where the pages are, and how to ask the API a question of the papers."""
    example = next(iter(examples), None)
    path = "documents" if example is None else f"search?q={quote_plus(example.question)}"
    out.print(f"Kutip: open {address}/ in a browser, or ({address}/docs) try:", highlight=False, emoji=False)
    key = ' -H "Authorization: Bearer $KUTIP_TOKEN"' if settings.service.token.get_secret_value() else ""
    out.print(f"  curl{key} '{address}/v1/{path}'", highlight=False, emoji=False, markup=False, soft_wrap=True)


def _in_force(settings: Settings) -> Generation | None:
    """Open the current index; None if there is no usable one.

    Raises:
        OtherModelError: The index is of another model than the settings name, so that no question could be answered.
    """
    from kutip.index.identity import refuse_other_models

    try:
        generation = open_generation(settings.index)
    except KutipError:
        return None
    refuse_other_models(generation, settings.indexing)
    return generation


def _examples(generation: Generation | None) -> tuple[ExampleQuestion, ...]:
    """Read the example questions of an index; none without one, or if it cannot be used."""
    from kutip.index.layout import read_examples

    try:
        return read_examples(generation.folder) if generation is not None else ()
    except KutipError:
        return ()
