package io.mnemesh.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SupervisorTest {

    @Test
    void shouldRestartAProcessThatWasKilledAndTellSo() throws InterruptedException {
        // Given
        var events = new LinkedBlockingQueue<String>();
        var process = new Endless();
        process.start();
        long first = process.pid();
        try (var supervisor = new Supervisor(List.of(process), listener(events))) {
            supervisor.begin();

            // When
            process.kill();

            // Then
            assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("crashed 137 after PT0.5S");
            assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("starting");
            assertThat(process.alive()).isTrue();
            assertThat(process.pid()).isNotEqualTo(first);
        }
        process.stop(Duration.ZERO);
    }

    @Test
    void shouldWaitLongerEachTimeWhenAProcessKeepsCrashing() throws InterruptedException {
        var events = new LinkedBlockingQueue<String>();
        var process = new Endless();
        process.start();
        try (var supervisor = new Supervisor(List.of(process), listener(events))) {
            supervisor.begin();

            process.kill();
            assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("crashed 137 after PT0.5S");
            assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("starting");
            process.kill();
            assertThat(events.poll(5, TimeUnit.SECONDS)).isEqualTo("crashed 137 after PT1S");
        }
        process.stop(Duration.ZERO);
    }

    private static StackListener listener(BlockingQueue<String> events) {
        return new StackListener() {
            @Override
            public void starting(String name) {
                events.add("starting");
            }

            @Override
            public void crashed(String name, int exitCode, Duration delay) {
                events.add("crashed " + exitCode + " after " + delay);
            }
        };
    }

    /** A process that does nothing until it is killed. */
    private static final class Endless implements ManagedProcess {
        private volatile @Nullable Process process;
        private volatile @Nullable Instant startedAt;

        @Override
        public String name() {
            return "endless";
        }

        @Override
        public void start() {
            try {
                process = new ProcessBuilder("tail", "-f", "/dev/null").start();
                startedAt = Instant.now();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public boolean ready() {
            return alive();
        }

        @Override
        public @Nullable ProcessHandle handle() {
            Process current = process;
            return current == null ? null : current.toHandle();
        }

        long pid() {
            ProcessHandle current = handle();
            return current == null ? 0 : current.pid();
        }

        @Override
        public @Nullable Instant startedAt() {
            return startedAt;
        }

        @Override
        public int exitCode() {
            Process current = process;
            return current == null || current.isAlive() ? 0 : current.exitValue();
        }

        @Override
        public String report() {
            return "";
        }

        @Override
        public void stop(Duration grace) {
            kill();
        }
    }
}
