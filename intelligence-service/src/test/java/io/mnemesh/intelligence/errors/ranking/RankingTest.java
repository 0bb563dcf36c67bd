package io.mnemesh.intelligence.errors.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import org.junit.jupiter.api.Test;

class RankingTest {

    @Test
    void shouldPartWords() {
        assertThat(Words.of("HikariPool-1 - Connection not available, timed out after 30000ms"))
                .containsExactly("hikari", "pool", "connection", "available", "timed");
    }

    @Test
    void shouldWeighRareWordsMore() {
        var corpus = List.of(Set.of("failed", "disk"), Set.of("failed", "network"), Set.of("failed", "mail"));
        var words = new Words(corpus);

        double rare = words.similarity(Set.of("failed", "disk"), Set.of("broken", "disk"));
        double common = words.similarity(Set.of("failed", "disk"), Set.of("failed", "broken"));

        assertThat(rare).isGreaterThan(common);
        assertThat(words.similarity(Set.of("a"), Set.of("a"))).isEqualTo(1);
        assertThat(words.similarity(Set.of(), Set.of())).isZero();
    }

    @Test
    void shouldKeepVectorsThroughStorage() {
        float[] vector = {0.6f, -0.8f, 0f};

        assertThat(Vectors.decode(Vectors.encode(vector))).containsExactly(vector);
        assertThat(Vectors.similarity(vector, vector)).isCloseTo(1, within(1e-6));
        assertThat(Vectors.similarity(vector, new float[] {1})).isZero();
    }

    @Test
    void shouldBeSurerWithMoreWitnesses() {
        assertThat(Confidence.of(List.of())).isZero();
        assertThat(Confidence.of(List.of(1.0))).isEqualTo(0.5);
        assertThat(Confidence.of(List.of(1.0, 1.0, 1.0))).isEqualTo(0.75);
        assertThat(Confidence.of(List.of(0.4))).isLessThan(0.1);
    }

    @Property
    void shouldStayBetweenZeroAndOne(@ForAll List<@DoubleRange(min = 0, max = 1) Double> witnesses) {
        assertThat(Confidence.of(witnesses)).isBetween(0.0, 1.0);
    }
}
