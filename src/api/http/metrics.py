"""The metrics under /metrics, in the text form of Prometheus. No label holds a word of what was asked."""

import time
from collections.abc import Iterator, Mapping

from fastapi import APIRouter, Request, Response
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4
from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.datastructures import State

from api.connections import Connections
from api.http.model_pool import ModelPool
from api.http.record import RequestRecord
from api.http.work import WorkPool
from kutip.index.store import in_force_since
from retriever.stages import STAGES

router = APIRouter(include_in_schema=False)
_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)  # bounds of the histograms' buckets
_STAGE_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1, 10)
_REFUSED = 400  # statuses from here on are refusals or faults


class Metrics:
    """The metrics of one application; an observer of its requests."""

    def __init__(self, state: State) -> None:
        """Begin at zero.

        Args:
            state: The application's, with its settings, its `WorkPool` and `ModelPool`; and its `Connections` if a
                server of ours runs it.
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
        self._registry.register(_Moment(state))

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

    def __init__(self, state: State) -> None:
        self._state = state

    def collect(self) -> Iterator[Metric]:
        """The queues and connections; and the generation in force and its age, if there is an index."""
        work: WorkPool = self._state.work
        models: ModelPool = self._state.models
        yield GaugeMetricFamily("kutip_queue_length", "Pieces of work that wait to compute.", work.waiting)
        yield GaugeMetricFamily("kutip_computing", "Pieces of work that compute now.", work.running)
        undone = {**work.refused, "client gone": work.cancelled}
        yield _counted("kutip_work_refused", "Work that was not done, by reason.", undone)
        yield GaugeMetricFamily("kutip_model_answers", "Answers that a language model words now.", models.running)
        missed = {"full": models.full, "late": models.late}
        yield _counted("kutip_model_missed", "Answers given without the language model, by reason.", missed)
        connections: Connections | None = getattr(self._state, "connections", None)
        if connections is not None:
            refused, dropped = connections.refused, connections.dropped
            yield _counted("kutip_connections_refused", "Connections beyond a limit, by which.", refused)
            yield _counted("kutip_connections_dropped", "Connections closed as too slow, by why.", dropped)
        found = in_force_since(self._state.settings.index)
        if found is not None:
            number, since = found
            yield GaugeMetricFamily("kutip_index_generation", "Number of the generation in force.", number)
            age = max(0.0, time.time() - since)
            yield GaugeMetricFamily("kutip_index_age_seconds", "Seconds since it came into force.", age)


def _counted(name: str, meaning: str, counts: Mapping[str, int]) -> Metric:
    family = CounterMetricFamily(name, meaning, labels=["reason"])
    for reason, count in counts.items():
        family.add_metric([reason], count)
    return family


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Write the metrics."""
    found: Metrics = request.app.state.metrics
    return Response(found.written(), media_type=CONTENT_TYPE_PLAIN_0_0_4)
