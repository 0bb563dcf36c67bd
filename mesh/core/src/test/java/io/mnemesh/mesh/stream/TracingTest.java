package io.mnemesh.mesh.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.TaskPredicted;
import io.mnemesh.mesh.redis.RedisFixture;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

class TracingTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";

    /** Keeps what is exported. */
    private static final class Kept implements SpanExporter {
        private final Queue<SpanData> spans = new ConcurrentLinkedQueue<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> batch) {
            spans.addAll(batch);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }

    @Test
    void shouldContinueTheTraceOfTheEventInTheHandlerAndAfterItsAsynchronousSteps() {
        // Given
        RedisFixture.flush();
        var kept = new Kept();
        var telemetry = OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(Sampler.parentBased(Sampler.alwaysOff()))
                        .addSpanProcessor(SimpleSpanProcessor.create(kept))
                        .build())
                .build();
        Queue<String> seen = new ConcurrentLinkedQueue<>();
        try (telemetry;
                var node = new StreamNode(RedisFixture.lines(), telemetry, Map.of())) {
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
                    .until(() -> kept.spans.size() == 1);
            assertThat(seen).containsExactly(TRACE, TRACE);
            SpanData span = kept.spans.element();
            assertThat(span.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(span.getName()).isEqualTo("traced task_predicted");
            assertThat(span.getTraceId()).isEqualTo(TRACE);
            assertThat(span.getParentSpanId()).isEqualTo(PARENT);
        }
    }
}
