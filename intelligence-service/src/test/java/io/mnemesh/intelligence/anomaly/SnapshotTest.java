package io.mnemesh.intelligence.anomaly;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 49, 300, 2_000})
    void shouldGoOnExactlyAsIfItHadNeverStopped(int points) {
        var random = new Random(points);
        var original = Ensemble.standard();
        for (int i = 0; i < points; i++) {
            original.judge(i * 60L, value(random, i));
        }

        var restored = Ensemble.restored(original.snapshot());

        assertThat(restored.seen()).isEqualTo(points);
        for (int i = points; i < points + 600; i++) {
            double value = value(random, i);
            assertThat(restored.judge(i * 60L, value)).isEqualTo(original.judge(i * 60L, value));
        }
        assertThat(restored.snapshot()).isEqualTo(original.snapshot());
    }

    @Test
    void shouldHoldEqualValuesToo() {
        var original = Ensemble.standard();
        for (int i = 0; i < 1_000; i++) {
            original.judge(i, i % 3);
        }

        var restored = Ensemble.restored(original.snapshot());

        for (int i = 1_000; i < 1_300; i++) {
            assertThat(restored.judge(i, i % 4)).isEqualTo(original.judge(i, i % 4));
        }
    }

    @Test
    void shouldTakeLessThan120Kilobytes() {
        var random = new Random(1);
        var ensemble = Ensemble.standard();
        for (int i = 0; i < 3_000; i++) {
            ensemble.judge(i * 60L, random.nextGaussian());
        }

        assertThat(ensemble.snapshot()).hasSizeBetween(50_000, 120_000);
    }

    @Test
    void shouldRefuseWhatIsNoSnapshot() {
        var ensemble = Ensemble.standard();
        for (int i = 0; i < 400; i++) {
            ensemble.judge(i, i % 17);
        }
        byte[] good = ensemble.snapshot();
        byte[] otherFormat = good.clone();
        otherFormat[3]++;
        byte[] longer = Arrays.copyOf(good, good.length + 1);

        for (byte[] bad : new byte[][] {{}, new byte[40], Arrays.copyOf(good, good.length / 2), otherFormat, longer}) {
            assertThatThrownBy(() -> Ensemble.restored(bad))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("This is no snapshot of format 1.");
        }
    }

    private static double value(Random random, int i) {
        return 50 + 10 * Math.sin(i / 40.0) + random.nextGaussian() + (i % 700 == 650 ? 40 : 0);
    }
}
