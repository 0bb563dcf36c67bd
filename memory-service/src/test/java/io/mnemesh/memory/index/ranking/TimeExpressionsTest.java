package io.mnemesh.memory.index.ranking;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeExpressionsTest {

    /** A Wednesday. */
    private static final Instant SAID = Instant.parse("2026-03-11T15:30:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            on 25 May, 2023           | 2023-05-25 | 2023-05-26 | false
            the 2nd of June 2024      | 2024-06-02 | 2024-06-03 | false
            May 3, 2023               | 2023-05-03 | 2023-05-04 | false
            since 2024-02-29          | 2024-02-29 | 2024-03-01 | false
            July 2023                 | 2023-07-01 | 2023-08-01 | false
            in August                 | 2026-08-01 | 2026-09-01 | true
            December 24th             | 2000-12-24 | 2000-12-25 | true
            last May                  | 2025-05-01 | 2025-06-01 | false
            next March                | 2027-03-01 | 2027-04-01 | false
            back in 2019              | 2019-01-01 | 2020-01-01 | false
            Today                     | 2026-03-11 | 2026-03-12 | false
            yesterday                 | 2026-03-10 | 2026-03-11 | false
            tomorrow                  | 2026-03-12 | 2026-03-13 | false
            last week                 | 2026-03-02 | 2026-03-09 | false
            next month                | 2026-04-01 | 2026-05-01 | false
            last year                 | 2025-01-01 | 2026-01-01 | false
            last weekend              | 2026-03-07 | 2026-03-09 | false
            last Friday               | 2026-03-06 | 2026-03-07 | false
            this friday               | 2026-03-13 | 2026-03-14 | false
            two days ago              | 2026-03-09 | 2026-03-10 | false
            3 weeks ago               | 2026-02-15 | 2026-02-22 | false
            a month ago               | 2026-01-27 | 2026-02-26 | false
            """)
    void shouldResolveAgainstTheMomentItWasSaid(String text, String from, String to, boolean yearly) {
        assertThat(TimeExpressions.in(text, SAID))
                .containsExactly(
                        new TimeSpan(Instant.parse(from + "T00:00:00Z"), Instant.parse(to + "T00:00:00Z"), yearly));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            may I march on?
            31 February 2024
            the 1234567 items
            99 problems
            """)
    void shouldFindNoTimeWhereNoneIsSaid(String text) {
        assertThat(TimeExpressions.in(text, SAID)).isEmpty();
    }

    @Test
    void shouldReadAtMostEight() {
        assertThat(TimeExpressions.in("yesterday ".repeat(20), SAID)).hasSize(8);
    }

    @Test
    void shouldTakeTheYearThatIsNearest() {
        TimeSpan christmas = TimeExpressions.in("December 24", SAID).getFirst();

        assertThat(christmas.nearest(Instant.parse("2023-01-02T00:00:00Z")).from())
                .isEqualTo(Instant.parse("2022-12-24T00:00:00Z"));
        assertThat(List.of(
                        TimeWords.asked("When did she go?"),
                        TimeWords.asked("Who went?"),
                        TimeWords.latestAsked("Where does she live now?"),
                        TimeWords.latestAsked("I know where")))
                .containsExactly(true, false, true, false);
    }
}
