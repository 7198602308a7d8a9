/** OpenTelemetry through its API only: without an SDK these cost nothing; with one, a trace runs through HTTP, Postgres and Kafka. */
import { context, propagation, SpanStatusCode, trace } from '@opentelemetry/api';

/** The W3C traceparent of the active span, for an event's header; undefined when nothing is traced. */
export const activeTraceparent = (): string | undefined => {
  const carrier: Record<string, string> = {};
  propagation.inject(context.active(), carrier);
  return carrier['traceparent'];
};

/** Runs `work` in a span, a child of `traceparent` when given. */
export const inSpan = async <T>(name: string, options: { traceparent?: string | undefined }, work: () => Promise<T>): Promise<T> => {
  const parent = options.traceparent ? propagation.extract(context.active(), { traceparent: options.traceparent }) : context.active();
  return trace.getTracer('mutua').startActiveSpan(name, {}, parent, async (span) => {
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
