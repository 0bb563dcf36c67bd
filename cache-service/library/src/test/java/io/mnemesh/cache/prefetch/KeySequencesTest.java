package io.mnemesh.cache.prefetch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class KeySequencesTest {

    private final KeySequences sequences = new KeySequences();

    private void read(String... keys) {
        for (String key : keys) {
            sequences.read(key);
        }
    }

    @Test
    void shouldPredictWhatFollowedAKeyThreeTimes() {
        read("cart", "prices", "cart", "prices", "cart");
        assertThat(sequences.after("cart", 0.5)).isEmpty();

        read("prices", "cart");

        assertThat(sequences.after("cart", 0.5)).containsExactly("prices");
    }

    @Test
    void shouldNotPredictWhatFollowsTooSeldom() {
        for (int i = 0; i < 10; i++) {
            read("cart", "a", "cart", "b", "cart", "c");
        }

        assertThat(sequences.after("cart", 0.5)).isEmpty();
        assertThat(sequences.after("a", 0.5)).containsExactly("cart");
    }

    @Test
    void shouldCountOnInAFamilyWithItsZeros() {
        for (int i = 1; i <= 9; i++) {
            read("log-" + i, "page/00" + i + ".txt");
        }

        assertThat(sequences.after("page/041.txt", 0.5)).containsExactly("log-42", "page/042.txt");
        assertThat(sequences.after("page/099.txt", 0.5)).contains("page/100.txt");
        assertThat(sequences.after("page/0999.txt", 0.5)).isEmpty();
    }

    @Test
    void shouldNotCountBelowZero() {
        for (int i = 20; i >= 10; i--) {
            read("down-" + i, "x" + i % 3, "y");
        }

        assertThat(sequences.after("down-5", 0.9)).contains("down-4");
        assertThat(sequences.after("down-0", 0.9)).isEmpty();
    }

    @Test
    void shouldKeepABoundedNumberOfKeys() {
        for (int i = 0; i < 3; i++) {
            read("first", "second");
        }
        for (int i = 0; i <= KeySequences.KEYS; i++) {
            read("other" + (char) ('a' + i % 26) + Integer.toString(i, 36) + "z");
        }

        assertThat(sequences.after("first", 0.5)).isEmpty();
    }
}
