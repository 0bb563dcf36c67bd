package io.mnemesh.mesh.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.TaskPredicted;
import io.mnemesh.mesh.redis.RedisFixture;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.TracerProvider;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class TracingTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    /** Notes the spans that are asked for; they carry their parent's context, as the API without an SDK makes them. */
    private static final class Noting implements OpenTelemetry, Tracer {
        private final Queue<String> names = new ConcurrentLinkedQueue<>();
        private final Queue<SpanKind> kinds = new ConcurrentLinkedQueue<>();
        private final Queue<SpanContext> parents = new ConcurrentLinkedQueue<>();

        @Override
        public TracerProvider getTracerProvider() {
            var tracer = this;
            return new TracerProvider() {
                @Override
                public Tracer get(String scope) {
                    return tracer;
                }

                @Override
                public Tracer get(String scope, String version) {
                    return tracer;
                }
            };
        }

        @Override
        public ContextPropagators getPropagators() {
            return ContextPropagators.noop();
        }

        @Override
        public SpanBuilder spanBuilder(String name) {
            names.add(name);
            SpanBuilder silent = OpenTelemetry.noop().getTracer("test").spanBuilder(name);
            return (SpanBuilder) Proxy.newProxyInstance(
                    TracingTest.class.getClassLoader(), new Class<?>[] {SpanBuilder.class}, (proxy, method, values) -> {
                        if (method.getName().equals("setSpanKind")) {
                            kinds.add((SpanKind) values[0]);
                        } else if (method.getName().equals("setParent")) {
                            parents.add(Span.fromContext((Context) values[0]).getSpanContext());
                        }
                        Object answer = method.invoke(silent, values);
                        return answer instanceof SpanBuilder ? proxy : answer;
                    });
        }
    }

    @Test
    void shouldContinueTheTraceOfTheEventInTheHandlerAndAfterItsAsynchronousSteps() {
        // Given
        RedisFixture.flush();
        var telemetry = new Noting();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (var node = new StreamNode(RedisFixture.lines(), telemetry, Map.of())) {
            node.subscribe("traced", (event, delivery) -> {
                seen.add(Span.current().getSpanContext().getTraceId());
                var context = Vertx.currentContext();
                return Uni.createFrom()
                        .<Void>emitter(emitter -> RedisFixture.VERTX.setTimer(
                                5, timer -> context.runOnContext(ignored -> emitter.complete(null))))
                        .invoke(() -> seen.add(Span.current().getSpanContext().getTraceId()));
            });

            // When
            node.publish(new MeshEvent<>(
                    UUID.randomUUID(),
                    EventTypes.TASK_PREDICTED,
                    "/test",
                    "a",
                    Instant.EPOCH,
                    StreamNode.ACME,
                    "00-" + TRACE + "-" + PARENT + "-01",
                    new TaskPredicted("1", List.of(), "m")));

            // Then
            await().atMost(RedisFixture.PATIENCE)
                    .pollInterval(Duration.ofMillis(10))
                    .until(() -> seen.size() == 2);
            assertThat(seen).containsExactly(TRACE, TRACE);
            assertThat(telemetry.names).containsExactly("traced task_predicted");
            assertThat(telemetry.kinds).containsExactly(SpanKind.CONSUMER);
            assertThat(telemetry.parents.element().getTraceId()).isEqualTo(TRACE);
            assertThat(telemetry.parents.element().getSpanId()).isEqualTo(PARENT);
        }
    }
}
