package io.mnemesh.memory.consolidation.wording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OppositionTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ana eats fish.|Ana does not eat fish",
                "Ana eats fish.|Ana never eats fish!",
                "The backup is encrypted|As far as I know, the backup isn't encrypted.",
                "I like tea|I don't like tea",
                "The ferry will run on Monday|The ferry won't run on Monday"
            })
    void shouldTellThatOneDeniesWhatTheOtherSays(String one, String other) {
        assertThat(Opposition.opposite(one, other)).isTrue();
        assertThat(Opposition.opposite(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Ana eats fish|Ana eats fish",
                "Ana does not eat fish|Ana never eats fish",
                "Ana eats fish|Ana does not eat meat",
                "Ana eats fish|Ben does not eat fish",
                "Ana eats fish|Ana did not eat fish",
                "The backup of May is encrypted|The backup of June is not encrypted",
                "Not|Never"
            })
    void shouldNotTakeOtherDifferencesForIt(String one, String other) {
        assertThat(Opposition.opposite(one, other)).isFalse();
        assertThat(Opposition.opposite(other, one)).isFalse();
    }
}
