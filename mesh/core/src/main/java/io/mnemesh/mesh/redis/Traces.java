package io.mnemesh.mesh.redis;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.quarkus.opentelemetry.runtime.QuarkusContextStorage;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Trace context across streams: W3C {@code traceparent} in and out, and a consumer span around handling. Thread-safe. */
@Singleton
public final class Traces {

    private static final String HEADER = "traceparent";

    private final Tracer tracer;

    @Inject
    public Traces(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("io.mnemesh.mesh");
    }

    /** The {@code traceparent} of the span that is current here, or null if there is none. */
    public @Nullable String current() {
        var carrier = new HashMap<String, String>();
        W3CTraceContextPropagator.getInstance().inject(Context.current(), carrier, Map::put);
        return carrier.get(HEADER);
    }

    /** Starts a consumer span that continues the trace of {@code traceparent}, or a new trace without one. */
    public Span consumer(String name, @Nullable String traceparent) {
        Context parent = traceparent == null
                ? Context.root()
                : W3CTraceContextPropagator.getInstance().extract(Context.root(), traceparent, HeaderOnly.INSTANCE);
        return tracer.spanBuilder(name)
                .setParent(parent)
                .setSpanKind(SpanKind.CONSUMER)
                .startSpan();
    }

    /**
     * Makes the span current for all that runs on a duplicated Vert.x context. It stays so until the context is
     * dropped, so use a context per span.
     */
    @SuppressWarnings("MustBeClosedChecker") // the scope ends with the context that carries it
    public static void attach(io.vertx.core.Context duplicated, Span span) {
        QuarkusContextStorage.INSTANCE.attach(duplicated, Context.root().with(span));
    }

    /** Makes what is current here current for all that runs on a duplicated Vert.x context. */
    @SuppressWarnings("MustBeClosedChecker") // the scope ends with the context that carries it
    public static void carry(io.vertx.core.Context duplicated) {
        QuarkusContextStorage.INSTANCE.attach(duplicated, Context.current());
    }

    /** Ends the span, as failed if there is a failure. */
    public static void end(Span span, @Nullable Throwable failure) {
        if (failure != null) {
            span.setStatus(StatusCode.ERROR, failure.getClass().getName());
            span.recordException(failure);
        }
        span.end();
    }

    private enum HeaderOnly implements TextMapGetter<String> {
        INSTANCE;

        @Override
        public Iterable<String> keys(String traceparent) {
            return List.of(HEADER);
        }

        @Override
        public @Nullable String get(@Nullable String traceparent, String key) {
            return key.equals(HEADER) ? traceparent : null;
        }
    }
}
