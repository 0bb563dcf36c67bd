package io.mnemesh.mesh.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import org.jboss.logmanager.ExtLogRecord;
import org.jboss.logmanager.Logger;
import org.jboss.logmanager.MDC;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MeshLogTest {

    private final Logger logger = Logger.getLogger(MeshLogTest.class.getName());
    private final Capture capture = new Capture();
    private final MeshLog log = MeshLog.of(MeshLogTest.class);

    @BeforeEach
    void listen() {
        logger.addHandler(capture);
        logger.setLevel(Level.INFO);
        logger.setUseParentHandlers(false);
    }

    @AfterEach
    void stopListening() {
        logger.removeHandler(capture);
        logger.setUseParentHandlers(true);
        logger.setLevel(null);
    }

    @Test
    void shouldKeepTheMessageFixedAndTheKeysBesideIt() {
        // When
        log.warn("The upstream did not answer")
                .with(LogKey.UPSTREAM, "memory")
                .with(LogKey.ATTEMPT, 2)
                .log();

        // Then
        assertThat(capture.lines)
                .containsExactly(new Line(
                        "WARN",
                        "The upstream did not answer",
                        Map.of("upstream", "memory", "attempt", "2", "keys", " upstream=memory attempt=2")));
    }

    @Test
    void shouldLeaveTheContextAsItWas() {
        // Given
        MDC.put("traceId", "outer");

        // When
        log.info("Something").with(LogKey.TRACE_ID, "inner").log();

        // Then
        assertThat(MDC.get("traceId")).isEqualTo("outer");
        assertThat(MDC.get("keys")).isNull();
        MDC.remove("traceId");
    }

    @Test
    void shouldNotLetAValueForgeALine() {
        // When
        log.info("Something").with(LogKey.ROUTE, "/a\n12:00 ERROR forged").log();

        // Then
        assertThat(capture.lines.getFirst().context()).containsEntry("route", "/a 12:00 ERROR forged");
    }

    @Test
    void shouldSayNothingBelowTheLevel() {
        // When
        log.debug("Something").with(LogKey.STREAM, "s").log();

        // Then
        assertThat(capture.lines).isEmpty();
    }

    @Test
    void shouldKnowTheNamesOfMetrics() {
        assertThat(MeshMetrics.isName("mnemesh.outbox.events")).isTrue();
        assertThat(MeshMetrics.isName("mnemesh.events")).isFalse();
        assertThat(MeshMetrics.isName("outbox.Events")).isFalse();
    }

    private record Line(String level, String message, Map<String, String> context) {}

    private static final class Capture extends Handler {

        private final List<Line> lines = new ArrayList<>();

        @Override
        public void publish(LogRecord published) {
            var extended = ExtLogRecord.wrap(published);
            lines.add(
                    new Line(extended.getLevel().getName(), extended.getMessage(), Map.copyOf(extended.getMdcCopy())));
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
