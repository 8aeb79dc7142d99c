"""The metrics under /metrics, in the text form of Prometheus. No label holds a word of what was asked."""

import time
from collections.abc import Iterator

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from api.http.model_pool import ModelPool
from api.http.record import RequestRecord
from api.http.work import WorkPool
from kutip.index.store import in_force_since
from kutip.settings import Settings
from retriever.stages import STAGES

router = APIRouter(include_in_schema=False)
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # bounds of the histograms' buckets
_STAGE_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10)
_REFUSED = 400  # statuses from here on are refusals or faults


class Metrics:
    """The metrics of one application; an observer of its requests."""

    def __init__(self, settings: Settings, work: WorkPool, models: ModelPool) -> None:
        """Begin at zero.

        Args:
            settings: Where the index is.
            work: Computes for requests.
            models: Waits for language models.
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
        self._registry.register(_Moment(settings, work, models))

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


class _Moment(Collector):
    """Reads the state of the index and of the queues at the moment that it is asked."""

    def __init__(self, settings: Settings, work: WorkPool, models: ModelPool) -> None:
        self._settings, self._work, self._models = settings, work, models

    def collect(self) -> Iterator[Metric]:
        """The queues; and the number of the generation in force and its age, if there is an index."""
        yield GaugeMetricFamily("kutip_queue_length", "Pieces of work that wait to compute.", self._work.waiting)
        yield GaugeMetricFamily("kutip_computing", "Pieces of work that compute now.", self._work.running)
        refused = CounterMetricFamily("kutip_work_refused", "Work that was not done, by reason.", labels=["reason"])
        for reason, count in {**self._work.refused, "client gone": self._work.cancelled}.items():
            refused.add_metric([reason], count)
        yield refused
        yield GaugeMetricFamily(
            "kutip_language_model_waits", "Answers that a language model words now.", self._models.running
        )
        without = CounterMetricFamily(
            "kutip_language_model_missed", "Answers given without the language model, by reason.", labels=["reason"]
        )
        without.add_metric(["full"], self._models.full)
        without.add_metric(["late"], self._models.late)
        yield without
        found = in_force_since(self._settings.index)
        if found is not None:
            number, since = found
            yield GaugeMetricFamily("kutip_index_generation", "Number of the generation in force.", number)
            yield GaugeMetricFamily(
                "kutip_index_age_seconds", "Seconds since it came into force.", max(0.0, time.time() - since)
            )


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Write the metrics."""
    found: Metrics = request.app.state.metrics
    return Response(found.written(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
