/** OpenTelemetry through its API only: without an SDK these cost nothing; with one, a trace runs through HTTP, Postgres and Kafka. */
import { context, isSpanContextValid, propagation, SpanStatusCode, trace } from '@opentelemetry/api';

/** The W3C traceparent of the active span, for an event's header; undefined when nothing is traced. */
export const activeTraceparent = (): string | undefined => {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier['traceparent'];
};

/** Of the provider that is registered by the time of each span. */
const tracer = trace.getTracer('mutua');

/** Runs `work` in a span, a child of `traceparent` when given. */
export const inSpan = async <T>(name: string, options: { traceparent?: string | undefined }, work: () => Promise<T>): Promise<T> => {
  const parent = options.traceparent ? propagation.extract(context.active(), { traceparent: options.traceparent }) : context.active();
  const span = tracer.startSpan(name, {}, parent);
  // Nobody traces: there is nothing to carry along.
  if (!isSpanContextValid(span.spanContext())) return await work();
  return await context.with(trace.setSpan(parent, span), async () => {
    try {
      return await work();
    } catch (error) {
      span.setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
    }
  });
};
