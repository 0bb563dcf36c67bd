package io.mnemesh.intelligence.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.mnemesh.intelligence.anomaly.Ensemble;
import io.mnemesh.intelligence.spi.Advice;
import io.mnemesh.intelligence.spi.Detector;
import io.mnemesh.intelligence.spi.Observed;
import io.mnemesh.intelligence.spi.Predictor;
import io.mnemesh.intelligence.spi.Recommender;
import io.mnemesh.intelligence.spi.SeriesKey;
import io.mnemesh.testing.ConfigDefaults;
import io.mnemesh.testing.FakeClock;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GuardTest {

    private static final Instant START = Instant.parse("2026-11-28T08:00:00Z");
    private static final Observed SERIES = new Observed(
            new SeriesKey("a", "", null, null), new long[0], new double[0], List.of(), List.of(), List.of());

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final FakeClock clock = new FakeClock(START);
    private final CountDownLatch released = new CountDownLatch(1);

    @AfterEach
    void stop() {
        released.countDown();
        threads.shutdownNow();
    }

    @Test
    void shouldLeaveOutWhatFailsForAWhile() {
        Guard guard = guard("30s");

        assertThat(guard.<String>call(() -> {
                    throw new IllegalStateException("on purpose");
                }))
                .isNull();

        assertThat(guard.<String>call(() -> "there")).isNull();
        assertThat(guard.status())
                .isEqualTo(new PluginStatus(
                        PluginKind.DETECTOR, "tried", false, 1, 1, START.plusSeconds(300), "it failed"));
        clock.advance(Duration.ofMinutes(5));
        assertThat(guard.<String>call(() -> "there")).isEqualTo("there");
        assertThat(guard.status().until()).isNull();
    }

    @Test
    void shouldGiveUpWhatIsLateAndNotAskAgainWhileItStillRuns() {
        Guard guard = guard("100ms");

        assertThat(guard.<Boolean>call(this::hold)).isNull();

        clock.advance(Duration.ofMinutes(6));
        assertThat(guard.<String>call(() -> "there")).isNull();
        assertThat(guard.status().reason()).isEqualTo("it did not answer within 100 ms");
        released.countDown();
        await().atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> guard.suspension() == null);
    }

    @Test
    void shouldJudgeOnWithoutADetectorThatFails() {
        Guard guard = guard("30s");
        var detector = Objects.requireNonNull(GuardedDetector.of(guard, () -> new Counting(60)));
        var guarded = Ensemble.standard(List.of(detector));
        var plain = Ensemble.standard();

        for (int i = 0; i < 100; i++) {
            guarded.judge(i, i % 7);
            plain.judge(i, i % 7);
        }

        assertThat(guard.status().failures()).isEqualTo(1);
        assertThat(guarded.judge(100, 50).because())
                .isEqualTo(plain.judge(100, 50).because());
        assertThat(Ensemble.restored(guarded.snapshot()).seen()).isEqualTo(101);
    }

    @Test
    void shouldKeepTheStateOfADetectorByNameAndDropThatOfOneThatIsGone() throws IOException {
        Guard guard = guard("30s");
        var first = Ensemble.standard(
                List.of(Objects.requireNonNull(GuardedDetector.of(guard, () -> new Counting(Integer.MAX_VALUE)))));
        for (int i = 0; i < 70; i++) {
            first.judge(i, i % 7);
        }
        byte[] snapshot = first.snapshot();

        var counting = new Counting(Integer.MAX_VALUE);
        var second =
                Ensemble.restored(snapshot, List.of(Objects.requireNonNull(GuardedDetector.of(guard, () -> counting))));

        assertThat(counting.seen).isEqualTo(70);
        assertThat(second.snapshot()).isEqualTo(snapshot);
        assertThat(Ensemble.restored(snapshot).seen()).isEqualTo(70);
        assertThatThrownBy(() -> Ensemble.restored(Arrays.copyOf(snapshot, snapshot.length - 3)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldTakeNoAnswerThatIsNone() {
        assertThat(new GuardedRecommender(guard("30s"), advising("Not A Kind", 0.5)).recommend(SERIES, List.of()))
                .isEmpty();
        assertThat(new GuardedRecommender(guard("30s"), advising("kind", 2)).recommend(SERIES, List.of()))
                .isEmpty();
        assertThat(new GuardedRecommender(guard("30s"), advising("kind", 0.5)).recommend(SERIES, List.of()))
                .singleElement()
                .satisfies(advice -> assertThat(advice.summary()).hasSize(500));
        var guard = guard("30s");
        assertThat(new GuardedPredictor(guard, shortForecast()).forecast(new double[] {1}, new int[0], 2))
                .containsOnly(Double.NaN);
        assertThat(guard.status().reason()).isEqualTo("a forecast had 1 values and not 2");
    }

    private Boolean hold() {
        boolean interrupted = false;
        while (released.getCount() > 0) {
            try {
                released.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        return interrupted;
    }

    private Guard guard(String deadline) {
        var config =
                ConfigDefaults.with(PluginsConfig.class, Map.of("mnemesh.intelligence.plugins.deadline", deadline));
        return new Guard(
                PluginKind.DETECTOR,
                "tried",
                config,
                threads,
                new PluginMetrics(new SimpleMeterRegistry(), config),
                clock);
    }

    private static Recommender advising(String kind, double confidence) {
        return new Recommender() {
            @Override
            public String name() {
                return "tried";
            }

            @Override
            public List<Advice> recommend(Observed series, List<Observed> all) {
                return List.of(new Advice(kind, "", null, "x".repeat(900), "", null, confidence, List.of()));
            }
        };
    }

    private static Predictor shortForecast() {
        return new Predictor() {
            @Override
            public String name() {
                return "tried";
            }

            @Override
            public int least(int[] seasons) {
                return 1;
            }

            @Override
            public double[] forecast(double[] history, int[] seasons, int horizon) {
                return new double[1];
            }
        };
    }

    /** Counts points and fails at one of them. */
    private static final class Counting implements Detector {

        private final int failing;
        private int seen;

        Counting(int failing) {
            this.failing = failing;
        }

        @Override
        public String name() {
            return "counting";
        }

        @Override
        public String meaning() {
            return "is counted";
        }

        @Override
        public double score(long second, double value) {
            if (++seen == failing) {
                throw new IllegalStateException("on purpose");
            }
            return 0;
        }

        @Override
        public void write(DataOutput out) throws IOException {
            out.writeInt(seen);
        }

        @Override
        public void read(DataInput in) throws IOException {
            seen = in.readInt();
        }
    }
}
