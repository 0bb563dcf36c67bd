package io.mnemesh.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TextLoadTest {

    @Test
    void shouldHaveNoTextOfAnEarlierRoundWhenItIsRenewed() {
        TextLoad load = TextLoad.brief(new SplittableRandom(1));
        List<String> first = load.texts();

        TextLoad renewed = load.renewed("1");

        assertThat(renewed.texts()).hasSize(600).doesNotContainAnyElementsOf(first);
        assertThat(new HashSet<>(renewed.texts())).hasSize(600);
        assertThat(renewed.clients()).isEqualTo(64);
    }

    @Test
    void shouldAskForOneTextOfEachLengthAtATime() {
        var loads = TextLoad.oneByOne(new SplittableRandom(1), 5);

        assertThat(loads).hasSize(7).allSatisfy(load -> {
            assertThat(load.requests())
                    .hasSize(5)
                    .allSatisfy(texts -> assertThat(texts).hasSize(1));
            assertThat(load.clients()).isEqualTo(1);
            assertThat(load.varied()).isFalse();
        });
        assertThat(loads.get(3).texts().getFirst().split(" ", -1)).hasSize(59);
        assertThat(TextLoad.mixed(new SplittableRandom(1)).varied()).isTrue();
    }

    @Test
    void shouldHaveAboutAsManyWordsAsItsLengthSays() {
        var words = TextLoad.lengths(new SplittableRandom(1)).stream()
                .collect(Collectors.toMap(
                        TextLoad::key, load -> load.texts().getFirst().split(" ", -1).length));

        assertThat(words)
                .containsEntry("length8", 3)
                .containsEntry("length64", 59)
                .containsEntry("length512", 507)
                .hasSize(7);
    }
}
