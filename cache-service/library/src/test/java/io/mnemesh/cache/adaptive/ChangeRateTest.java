package io.mnemesh.cache.adaptive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ChangeRateTest {

    /** Looked at after a time between a twentieth and twice the mean time between changes. */
    @Property(tries = 60)
    void shouldFindTheRateOfAPoissonProcess(@ForAll @IntRange(min = 0, max = 60) int tenths) {
        double rate = Math.pow(10, -tenths / 10.0);
        var random = new Random(11);
        var estimate = new ChangeRate();
        for (int i = 0; i < 3_000; i++) {
            double seconds = (0.05 + 1.95 * random.nextDouble()) / rate;
            estimate.add(seconds, random.nextDouble() < -Math.expm1(-rate * seconds));
        }

        assertThat(estimate.perSecond() / rate).isCloseTo(1, within(0.1));
        assertThat(estimate.cautiousPerSecond()).isGreaterThan(estimate.perSecond());
    }

    @Example
    void shouldBeTheNumberOfChangesPerTimeWhenIntervalsAreEqual() {
        var estimate = new ChangeRate();
        for (int i = 0; i < 1_000; i++) {
            estimate.add(10, i % 10 == 0);
        }

        // 1 - e^(-10 r) = 1/10, and half a change more
        assertThat(estimate.perSecond()).isCloseTo(-Math.log(0.9) / 10, within(0.0005));
    }

    @Example
    void shouldFallWithTheTimeThatWasSeenWithoutAChange() {
        var estimate = new ChangeRate();
        estimate.add(100, false);
        assertThat(estimate.perSecond()).isCloseTo(0.005, within(1e-6));

        estimate.add(900, false);

        assertThat(estimate.perSecond()).isCloseTo(0.0005, within(1e-7));
        assertThat(estimate.cautiousPerSecond()).isCloseTo(0.001, within(1e-6));
    }

    @Example
    void shouldBeVeryGreatWhenEverythingChanges() {
        var estimate = new ChangeRate();
        estimate.add(1, true);

        assertThat(estimate.perSecond()).isGreaterThan(100);
    }

    @Example
    void shouldFollowARateThatChanges() {
        var estimate = new ChangeRate();
        for (int i = 0; i < 10_000; i++) {
            estimate.add(1, false);
        }
        for (int i = 0; i < 10_000; i++) {
            estimate.add(1, i % 2 == 0);
        }

        assertThat(estimate.perSecond()).isCloseTo(Math.log(2), within(0.15));
        assertThat(estimate.observations()).isLessThan(ChangeRate.MEMORY);
    }
}
