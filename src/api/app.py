"""Creates the application: routes, limits on requests, security headers, error responses."""

import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from fastapi.staticfiles import StaticFiles
from fastapi_offline import FastAPIOffline

import kutip
from api.http import error_responses, health, metrics
from api.http.access_token import AccessToken
from api.http.admission import Admission
from api.http.bodies import BodyLimits
from api.http.caching import Caching
from api.http.compression import Compression
from api.http.error_responses import Faults
from api.http.headers import SecurityHeaders
from api.http.methods import Methods
from api.http.metrics import Metrics
from api.http.model_pool import ModelPool
from api.http.picture_pool import PicturePool
from api.http.proxied import Proxied
from api.http.record import Recording, RequestRecord, RouteNaming
from api.http.work import WorkPool
from api.pages import routes as pages
from api.v1 import ask, citations, documents, examples, pictures, search, stated_limits
from kutip.errors import KutipError
from kutip.settings import Settings
from retriever.answers.answerer import open_language_model
from retriever.answers.calibration import Calibration
from retriever.current import CurrentRetriever

_LOG = logging.getLogger("kutip.api")


def create_app(settings: Settings, *, observers: Sequence[Callable[[RequestRecord], object]] = ()) -> FastAPI:
    """Create the application for the index named by the settings.

    It starts even if there is no usable index: it logs a warning, and requests that need the index get a 503.

    Args:
        settings: All settings.
        observers: Called with a record of each request when it has been answered, such as an access log.
    """
    shared = CurrentRetriever(settings)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        try:
            shared.get()
        except KutipError as error:
            _LOG.warning("not ready: %s", error)
        yield
        app.state.work.close()
        app.state.pictures.close()
        shared.close()  # the routers know the app, and would keep its index in memory

    app = FastAPIOffline(
        redoc_url=None,
        title="Kutip",
        version=kutip.__version__,
        description="Passages from a small corpus of papers, each true to the character of its source.",
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        lifespan=lifespan,
    )
    app.state.settings = settings
    app.state.retriever = shared
    app.state.work = WorkPool(settings.limits)
    app.state.pictures = PicturePool(settings.pictures, settings.limits)
    app.state.models = ModelPool(settings.language_model)
    app.state.calibration = Calibration.read()
    app.state.language_model = open_language_model(settings.language_model)
    if settings.service.metrics:
        app.state.metrics = Metrics(app.state)
        app.include_router(metrics.router)
        observers = [*observers, app.state.metrics]
    _add_middlewares(app, settings, observers)
    error_responses.install(app)
    stated_limits.install(app, settings.limits)
    examples.install(app, shared)
    for routes in (health, pictures, documents, search, ask, citations, pages):
        app.include_router(routes.router)
    app.mount("/static", StaticFiles(directory=pages.HERE / "static"), name="static")
    return app


def _add_middlewares(app: FastAPI, settings: Settings, observers: Sequence[Callable[[RequestRecord], object]]) -> None:
    """Wrap the routes, from the innermost middleware to the outermost, which handles a request first."""
    limits, service = settings.limits, settings.service
    texts = dict.fromkeys(("/v1/quotes", "/v1/claims", "/check"), limits.max_text_bytes)
    app.add_middleware(Faults)
    app.add_middleware(RouteNaming)
    app.add_middleware(BodyLimits, max_bytes=limits.max_body_bytes, larger=texts, seconds=limits.arrival_seconds)
    app.add_middleware(Compression)
    app.add_middleware(Caching)
    app.add_middleware(Methods)
    app.add_middleware(AccessToken, token=service.token)
    if service.origins:
        app.add_middleware(
            CORSMiddleware,
            allow_origins=service.origins,
            allow_methods=["GET", "HEAD", "POST"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match", "X-Request-ID"],
            allow_private_network=True,
            expose_headers=["Content-Disposition", "Content-Language", "ETag", "Retry-After", "X-Request-ID"],
        )
    app.add_middleware(Admission, hosts=service.hosts, origins=service.origins)
    app.add_middleware(SecurityHeaders)
    app.add_middleware(Recording, observers=observers, with_query=service.log_queries)
    app.add_middleware(Proxied, proxies=service.proxies, root_path=service.root_path)
