package io.mnemesh.intelligence.association.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class SharesTest {

    @Test
    void shouldSayHowMuchMoreUsefulItIsHere() {
        // 9 of 10 users of the context, 10 of all 100
        var here = new Shares(9, 9, 0, 10, 10, 100);

        assertThat(here.lift()).isEqualTo(10 / 12.0 * 102 / 11.0, within(1e-12));
        assertThat(here.likelihoodRatio()).isEqualTo(47.5265, within(1e-4));
        assertThat(here.confidence()).isEqualTo(0.7009, within(1e-4));
        assertThat(here.isMisplaced()).isFalse();
    }

    @Test
    void shouldSeeNoDifferenceWhereThereIsNone() {
        var same = new Shares(10, 10, 0, 20, 50, 100);

        assertThat(same.likelihoodRatio()).isEqualTo(0, within(1e-9));
        assertThat(same.lift()).isEqualTo(1, within(1e-12));
        assertThat(same.strength()).isEqualTo(same.confidence() / 2, within(1e-12));
    }

    @Test
    void shouldKnowWhatIsUsefulElsewhere() {
        assertThat(new Shares(3, 3, 0, 40, 55, 100).isMisplaced()).isTrue();
        assertThat(new Shares(3, 3, 0, 4, 55, 100).isMisplaced()).isFalse();
    }

    @Test
    void shouldBeLessSureOfWhatFadedAndOfWhatIsDisputed() {
        var fresh = new Shares(4, 4, 0, 5, 4, 9);

        assertThat(new Shares(4, 1, 0, 5, 4, 9).confidence()).isLessThan(fresh.confidence());
        assertThat(new Shares(4, 4, 2, 5, 4, 9).confidence()).isLessThan(fresh.confidence());
        assertThat(new Shares(4, 0, 0, 5, 4, 9).confidence()).isZero();
    }

    @Property(tries = 500)
    void shouldStayWithinItsBounds(
            @ForAll @IntRange(max = 500) int support,
            @ForAll @IntRange(max = 500) int notHere,
            @ForAll @IntRange(max = 500) int elsewhere,
            @ForAll @IntRange(max = 500) int others,
            @ForAll @IntRange(max = 500) int against) {
        var shares = new Shares(
                support,
                support / 2.0,
                against,
                support + notHere,
                support + elsewhere,
                support + notHere + elsewhere + others);

        assertThat(shares.confidence()).isBetween(0.0, 1.0);
        assertThat(shares.strength()).isBetween(0.0, 1.0);
        assertThat(shares.lift()).isPositive().isFinite();
        assertThat(shares.likelihoodRatio()).isNotNegative().isFinite();
    }
}
