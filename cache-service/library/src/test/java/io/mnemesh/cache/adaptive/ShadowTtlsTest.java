package io.mnemesh.cache.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ShadowTtlsTest {

    private static final long[] TTLS = {1_000, 10_000, 100_000};

    @Test
    void shouldPlayEachReadAtEachTtl() {
        var shadow = new ShadowTtls(TTLS);
        for (long now : new long[] {0, 500, 5_000, 12_000}) {
            shadow.read("k", now);
        }

        assertThat(shadow.reads()).isEqualTo(4);
        assertThat(shadow.loads(0)).isEqualTo(3);
        assertThat(shadow.loads(1)).isEqualTo(2);
        assertThat(shadow.loads(2)).isEqualTo(1);
        assertThat(shadow.stale(0, 1e9)).isEqualTo(1);
        assertThat(shadow.stale(1, 0)).isZero();
        // hits at the ages 0.5 s and 5 s
        assertThat(shadow.stale(1, 0.01)).isCloseTo(2 * (1 - Math.exp(-0.0275)), within(1e-9));
    }

    @Test
    void shouldCountOlderReadsLess() {
        var shadow = new ShadowTtls(TTLS);
        shadow.read("k", 0);
        shadow.read("k", 1);

        shadow.fade(0.5);
        shadow.read("k", 2);

        assertThat(shadow.reads()).isEqualTo(2);
        assertThat(shadow.loads(0)).isEqualTo(0.5);
    }

    /** Ten thousand keys, of which a few hundred are looked at. */
    @Test
    void shouldEstimateLoadsOfManyKeysFromASample() {
        var random = new Random(5);
        var shadow = new ShadowTtls(TTLS);
        var exact = new long[TTLS.length];
        var loadedAt = new long[TTLS.length][10_000];
        for (var row : loadedAt) {
            java.util.Arrays.fill(row, -1_000_000);
        }
        for (long now = 0; now < 400_000; now++) {
            int key = random.nextInt(10_000);
            shadow.read("k" + key, now);
            for (int i = 0; i < TTLS.length; i++) {
                if (now - loadedAt[i][key] >= TTLS[i]) {
                    loadedAt[i][key] = now;
                    exact[i]++;
                }
            }
        }

        for (int i = 0; i < TTLS.length; i++) {
            assertThat(shadow.loads(i) / exact[i]).isCloseTo(1, within(0.15));
        }
    }

    @Test
    void shouldNotForgetToSampleWhenKeysComeAndGo() {
        var shadow = new ShadowTtls(TTLS);
        for (int i = 0; i < 100_000; i++) {
            shadow.read("once" + i, 1_000L * i);
        }
        double before = shadow.loads(2);

        for (int i = 0; i < 1_000; i++) {
            shadow.read("again" + i % 100, 200_000_000L + i);
        }

        assertThat(shadow.loads(2) - before).isCloseTo(100, within(60.0));
    }
}
