package io.mnemesh.memory.consolidation.wording;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SamenessTest {

    private static final List<String> WORDS = List.of(
            "Ana",
            "told",
            "Bilal",
            "not",
            "the",
            "42",
            "%",
            "Oslo",
            "from",
            "to",
            "seats",
            "prefers",
            "'s",
            "-7",
            "é",
            "\uD83D\uDE42",
            "by the way",
            ",",
            ".",
            "doesn't",
            "e-mail",
            "24/7",
            "no",
            "window");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Ana prefers window seats. | ana prefers   WINDOW seats",
                "Ana prefers window seats. | Please note that Ana prefers window seats!",
                "Ana prefers window seats. | By the way, Ana really prefers window seats, you know.",
                "Ana does not eat fish. | Ana doesn't eat fish.",
                "It is raining in Oslo. | It's raining in Oslo",
                "The café is on Main Street. | The cafe is on main street.",
                "Bilal's favourite colour is grey. | Bilal's favorite color is gray.",
                "The budget is 1,500 dollars. | the budget is 1500 dollars",
                "We meet at 5 p.m. | We meet at 5pm",
                "Ana has three cats. | Ana has 3 cats.",
                "Ana bought a new car. | Ana purchased a new automobile.",
                "On Monday Ana flew to Oslo. | Ana flew to Oslo on Monday.",
                "Ana likes apples and pears. | Ana likes pears and apples.",
                "The deployment finished without problems. | The deplyoment finished without problems.",
                "The committee approved the quarterly report. | The comittee approved the quarterly report.",
                "Ana ana lives in Oslo. | Ana lives in Oslo.",
                "Ana was repaired by the doctor's children. | FYI, just a reminder that Ana was reaired by the doctor's kids",
                "She takes the gluten-free menu. | She takes the gluten free menu.",
            })
    void shouldTakeTheSameInOtherWordsForTheSame(String one, String other) {
        assertThat(Sameness.same(one, other)).isTrue();
        assertThat(Sameness.same(other, one)).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "Ana prefers window seats. | Ana prefers aisle seats.",
                "Ana prefers window seats. | Ana does not prefer window seats.",
                "Ana told Bilal. | Bilal told Ana.",
                "Ana is Bilal's manager. | Bilal is Ana's manager.",
                "She gave Ana Bilal's book. | She gave Bilal Ana's book.",
                "The train goes from Oslo to Rome. | The train goes from Rome to Oslo.",
                "Room 4-211 is free. | Room 4-212 is free.",
                "The temperature is -5 degrees. | The temperature is 5 degrees.",
                "It costs 20 €. | It costs 20 $.",
                "Ana lives in Oslo. | Ana lived in Oslo.",
                "Marta lives in Oslo. | Maria lives in Oslo.",
                "The meeting is on Monday. | The meeting is on Sunday.",
                "All of them are not ready. | Not all of them are ready.",
                "Ana might come. | Ana will come.",
                "Version 3.5 is out. | Version 3.6 is out.",
                "Revenue was bigger than cost. | Cost was bigger than revenue.",
                "a < b in the loop | a > b in the loop",
                "Ana prefers window seats. | Ana prefers window seats on night trains.",
                "The server was legal. | The server was illegal.",
                "Sales may increase. | Sales may decrease.",
            })
    void shouldTellApartWhatIsNotTheSame(String one, String other) {
        assertThat(Sameness.same(one, other)).isFalse();
        assertThat(Sameness.same(other, one)).isFalse();
    }

    @Test
    void shouldCompareTextsWithoutWordsByTheirCharacters() {
        assertThat(Sameness.same("\uD83D\uDE42", "\uD83D\uDE42")).isTrue();
        assertThat(Sameness.same("\uD83D\uDE42", "\uD83D\uDE41")).isFalse();
        assertThat(Sameness.same("the", "a")).isFalse();
    }

    @Test
    void shouldBeTheSameBothWaysAndWhateverTheCaseForAnyText() {
        var random = new Random(11);
        for (int i = 0; i < 5_000; i++) {
            String one = text(random);
            String other = random.nextBoolean() ? text(random) : shuffled(one, random);

            assertThat(Sameness.same(one, other)).as("%s | %s", one, other).isEqualTo(Sameness.same(other, one));
            assertThat(Sameness.same(one, one)).isTrue();
            assertThat(Wording.of(one.toUpperCase(Locale.ROOT)).meanings())
                    .isEqualTo(Wording.of(one).meanings());
        }
    }

    private static String text(Random random) {
        var words = new ArrayList<String>();
        for (int i = random.nextInt(9); i >= 0; i--) {
            words.add(WORDS.get(random.nextInt(WORDS.size())));
        }
        return String.join(" ", words);
    }

    private static String shuffled(String text, Random random) {
        var words = new ArrayList<>(List.of(text.split(" ")));
        Collections.rotate(words, random.nextInt(words.size()));
        return String.join(" ", words);
    }
}
