package io.mnemesh.memory.feedback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class VotesTest {

    @Test
    void shouldWeighVoices() {
        assertThat(new Votes(0, 0, 0).weight()).isEqualTo(1);
        assertThat(new Votes(2, 0, 0).weight()).isEqualTo(1.25, within(1e-12));
        assertThat(new Votes(0, 2, 0).weight()).isEqualTo(0.65, within(1e-12));
        assertThat(new Votes(0, 0, 1).weight()).isEqualTo(0.65, within(1e-12));
        assertThat(new Votes(3, 3, 0).weight()).isEqualTo(1);
    }

    @Property(tries = 500)
    void shouldStayWithinItsBoundsAndMoveWithEachVoice(
            @ForAll @LongRange(max = 1_000_000) long useful,
            @ForAll @LongRange(max = 1_000_000) long notUseful,
            @ForAll @LongRange(max = 1_000_000) long wrong) {
        double weight = new Votes(useful, notUseful, wrong).weight();

        assertThat(weight).isBetween(0.3, 1.5);
        assertThat(new Votes(useful + 1, notUseful, wrong).weight()).isGreaterThanOrEqualTo(weight);
        assertThat(new Votes(useful, notUseful, wrong + 1).weight()).isLessThanOrEqualTo(weight);
    }
}
