"""Spans for OpenTelemetry. Off, and not even imported, unless there is an address to send them to."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from knowledge.observing.logs import FACTS
from knowledge.observing.requests import current
from knowledge.observing.traceback import named

if TYPE_CHECKING:
    from opentelemetry.trace import Tracer

STANDARD = ("OTEL_EXPORTER_OTLP_ENDPOINT", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT")


class Tracing:
    """Where this process's spans go; the libraries' own would go to a global one, and say what we don't."""

    tracer: "Tracer | None" = None
    provider: Any = None


def start(process: str, url: str) -> None:
    if not (url or any(os.environ.get(name) for name in STANDARD)):
        return
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    provider = TracerProvider(resource=Resource.create({"service.name": f"holi-{process}"}))
    exporter = OTLPSpanExporter(endpoint=f"{url.rstrip('/')}/v1/traces") if url else OTLPSpanExporter()
    provider.add_span_processor(BatchSpanProcessor(exporter))
    Tracing.provider, Tracing.tracer = provider, provider.get_tracer("holi")


def stop() -> None:
    """What hasn't been sent yet is sent."""
    if Tracing.provider:
        Tracing.provider.shutdown()
    Tracing.provider = Tracing.tracer = None


@contextmanager
def span(name: str, parent: object, facts: Mapping[str, object]) -> Iterator[None]:
    if Tracing.tracer is None:
        yield
        return
    from opentelemetry.trace import Status, StatusCode
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    context = TraceContextTextMapPropagator().extract({"traceparent": parent}) if isinstance(parent, str) else None
    said = {name: str(value) for name, value in {"request": current(), **facts}.items() if name in FACTS and value}
    with Tracing.tracer.start_as_current_span(
        name, context=context, attributes=said, record_exception=False, set_status_on_exception=False
    ) as opened:
        try:
            yield
        except BaseException as error:
            opened.set_status(Status(StatusCode.ERROR, named(error)))  # its own words may be what somebody asked
            raise


def traceparent() -> str:
    """Of the step that is going on, for the next process; empty where traces are off."""
    if Tracing.tracer is None:
        return ""
    from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

    carried: dict[str, str] = {}
    TraceContextTextMapPropagator().inject(carried)
    return carried.get("traceparent", "")
