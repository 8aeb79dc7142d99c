"""The metrics under /metrics, in the text form of Prometheus. No label holds a word of what was asked."""

import time
from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.http.record import RequestRecord
from kutip.index.store import in_force_since
from kutip.settings import Settings
from retriever.current import CurrentRetriever
from retriever.stages import STAGES

router = APIRouter(include_in_schema=False)
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # bounds of the histograms' buckets
_STAGE_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10)
_REFUSED = 400  # statuses from here on are refusals or faults


class Metrics:
    """The metrics of one application; an observer of its requests."""

    def __init__(self, settings: Settings, shared: CurrentRetriever) -> None:
        """Begin at zero.

        Args:
            settings: Where the index is.
            shared: Gives the retriever in use.
        """
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "kutip_requests",
            "Requests by route, method and status.",
            ["route", "method", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "kutip_request_seconds",
            "Seconds of a request, until its last byte.",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._stages = Histogram(
            "kutip_stage_seconds",
            "Seconds of a stage of a search or an answer.",
            ["stage"],
            buckets=_STAGE_SECONDS,
            registry=self._registry,
        )
        self._refused = Counter(
            "kutip_refused_requests",
            "Requests answered with a problem, by its kind.",
            ["reason"],
            registry=self._registry,
        )
        for name in STAGES:
            self._stages.labels(name)
        self._registry.register(_IndexState(settings, shared))

    def __call__(self, record: RequestRecord) -> None:
        """Count one request."""
        route = record.route or "none"
        self._requests.labels(route, record.method, str(record.status)).inc()
        self._seconds.labels(route).observe(record.seconds)
        for name, seconds in record.stages:
            self._stages.labels(name).observe(seconds)
        if record.status >= _REFUSED:
            self._refused.labels(record.problem or str(record.status)).inc()

    def written(self) -> bytes:
        """All metrics in the text form of Prometheus, version 0.0.4."""
        return generate_latest(self._registry)


class _IndexState(Collector):
    """Reads which generation of the index is in force at the moment it is asked."""

    def __init__(self, settings: Settings, shared: CurrentRetriever) -> None:
        self._settings, self._shared = settings, shared

    def collect(self) -> Iterator[Metric]:
        """The number of the generation in force and its age; nothing without an index."""
        found = in_force_since(self._settings.index)
        if found is not None:
            number, since = found
            yield GaugeMetricFamily("kutip_index_generation", "Number of the generation in force.", number)
            age = max(0.0, time.time() - since)
            yield GaugeMetricFamily("kutip_index_age_seconds", "Seconds since it came into force.", age)


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Write the metrics."""
    found: Metrics = request.app.state.metrics
    return Response(found.written(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
