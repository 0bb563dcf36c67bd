package io.mnemesh.memory.index.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeWordsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "When did she go?",
                "when trip Rome",
                "When did Ana, the lead, go?",
                "And when is the demo?",
                "Since when does she ski?",
                "Do you know when the demo starts?",
                "Tell me when she left.",
                "How long has she lived there?",
                "Which year was that?"
            })
    void shouldAskForATime(String question) {
        assertThat(TimeWords.asked(question)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "passengers from Germany leave when they have to pay",
                "What do we fall back to when the service is down?",
                "When it rains, what do they do?",
                "How has he improved since starting boot camps?",
                "Who went?"
            })
    void shouldNotAskForATime(String question) {
        assertThat(TimeWords.asked(question)).isFalse();
    }
}
