package io.mnemesh.memory.clusters.grouping;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyTermsTest {

    @Test
    void shouldCountInHowManyTextsAWordIs() {
        assertThat(Words.in(List.of(
                        "The refund of a refund takes 3 days.", "Refunds by iDEAL: two days!", "refunds, refunds")))
                .containsExactly(entry("days", 2), entry("ideal", 1), entry("refunds", 3));
    }

    @Test
    void shouldPreferWordsThatOtherGroupsDoNotHave() {
        Map<String, Integer> own = Map.of("refund", 5, "ideal", 3, "booking", 5);

        List<String> terms = KeyTerms.of(own, Map.of("booking", 500L, "refund", 6L), 10, 2);

        assertThat(terms).containsExactly("refund", "ideal");
    }

    @Test
    void shouldOrderEqualWordsByTheAlphabetAndKnowNoOthers() {
        assertThat(KeyTerms.of(Map.of("b", 1, "a", 1), Map.of(), 4, 5)).containsExactly("a", "b");
        assertThat(KeyTerms.of(Map.of(), Map.of(), 0, 5)).isEmpty();
        assertThat(KeyTerms.frequent(Map.of("b", 2, "a", 1, "c", 2), 2)).containsExactlyInAnyOrder("b", "c");
    }
}
