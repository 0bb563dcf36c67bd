package io.mnemesh.memory.index.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DiversityTest {

    private static final double[] SCORES = {1, 0.9, 0.8, 0.1};

    /** The first two are alike. */
    private static double likeness(int one, int other) {
        return one + other == 1 ? 0.95 : 0;
    }

    @Test
    void shouldKeepTheOrderByScoreWithoutWeight() {
        assertThat(Diversity.pick(SCORES, DiversityTest::likeness, 0, 3)).containsExactly(0, 1, 2);
    }

    @Test
    void shouldPutWhatIsLikeAnEarlierHitBehind() {
        assertThat(Diversity.pick(SCORES, DiversityTest::likeness, 0.5, 4)).containsExactly(0, 2, 3, 1);
    }

    @Test
    void shouldPickNoMoreThanThereAre() {
        assertThat(Diversity.pick(SCORES, DiversityTest::likeness, 1, 9)).hasSize(4);
        assertThat(Diversity.pick(new double[0], DiversityTest::likeness, 0.5, 9))
                .isEmpty();
    }
}
