package io.mnemesh.embeddings.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private final Vocabulary vocabulary = new Vocabulary(1000, 101, 102, 8);

    @Property(tries = 200)
    void shouldKeepStartAndEndWhenASequenceIsCut(@ForAll @IntRange(min = 2, max = 40) int length) {
        long[] ids = LongStream.range(0, length)
                .map(i -> i == 0 ? 101 : i == length - 1 ? 102 : 200 + i)
                .toArray();

        Tokens tokens = vocabulary.cut(ids);

        assertThat(tokens.length()).isEqualTo(Math.min(length, 8));
        assertThat(tokens.total()).isEqualTo(length);
        assertThat(tokens.truncated()).isEqualTo(length > 8);
        assertThat(tokens.ids()[0]).isEqualTo(101);
        assertThat(tokens.ids()[tokens.length() - 1]).isEqualTo(102);
    }

    @Test
    void shouldKeepTheEndOfASequenceThatIsCutOnTheLeft() {
        Tokens tokens = vocabulary.ending(new int[] {101, 1, 2, 3, 4, 5, 6, 7, 8, 102});

        assertThat(tokens.ids()).containsExactly(101, 3, 4, 5, 6, 7, 8, 102);
        assertThat(tokens.total()).isEqualTo(10);
        assertThat(vocabulary.ending(new int[] {101, 7, 102}).ids()).containsExactly(101, 7, 102);
    }

    @Test
    void shouldAddStartAndEndWhenTheCallerLeftThemOut() {
        assertThat(vocabulary.complete(new int[] {7, 8})).containsExactly(101, 7, 8, 102);
    }

    @Test
    void shouldTakeACompleteSequenceAsItIs() {
        assertThat(vocabulary.complete(new int[] {101, 7, 102})).containsExactly(101, 7, 102);
    }

    @Test
    void shouldRefuseIdsOutsideTheVocabulary() {
        assertThatThrownBy(() -> vocabulary.complete(new int[] {7, 1000}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Token id 1000 is not in this model's vocabulary of 1000 ids.");
        assertThatThrownBy(() -> vocabulary.complete(new int[] {-1})).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> vocabulary.complete(new int[0])).hasMessage("There are no token ids.");
    }

    @Property(tries = 200)
    void shouldSplitALongSequenceIntoPartsOfAboutTheSameLength(@ForAll @IntRange(min = 0, max = 60) int inner) {
        int[] ids = IntStream.range(0, inner + 2)
                .map(i -> i == 0 ? 101 : i == inner + 1 ? 102 : 200 + i)
                .toArray();

        List<Tokens> windows = vocabulary.windows(ids);

        assertThat(windows).hasSize(Math.max(1, (inner + 5) / 6));
        assertThat(windows).allSatisfy(window -> {
            assertThat(window.ids()).startsWith(101).endsWith(102).hasSizeLessThanOrEqualTo(8);
            assertThat(window.truncated()).isFalse();
        });
        assertThat(windows.stream().flatMapToInt(window -> Arrays.stream(window.ids(), 1, window.length() - 1)))
                .containsExactlyElementsOf(
                        Arrays.stream(ids, 1, inner + 1).boxed().toList());
        var lengths = windows.stream().mapToInt(Tokens::length).summaryStatistics();
        assertThat(lengths.getMax() - lengths.getMin()).isLessThanOrEqualTo(1);
    }
}
