package io.mnemesh.memory.background;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private final List<List<Integer>> begun = new ArrayList<>();
    private final List<UniEmitter<? super Void>> running = new ArrayList<>();

    /** Even numbers go with even ones and odd with odd. */
    private final Gathering<Integer> gathering = new Gathering<>(
            new Gathering.Limits(8, 2, 3),
            (page, next) -> page.getFirst() % 2 == next % 2,
            page -> {
                begun.add(page);
                return Uni.createFrom().emitter(running::add);
            },
            Runnable::run,
            Runnable::run);

    private void end(int which) {
        running.get(which).complete(null);
    }

    @Test
    void shouldBeginAloneAndGatherWhatArrivesMeanwhile() {
        IntStream.of(2, 4, 6, 8, 10, 12, 1, 3).forEach(gathering::add);

        assertThat(begun).containsExactly(List.of(2), List.of(4));

        end(0);
        end(1);
        end(2);
        end(3);

        assertThat(begun).containsExactly(List.of(2), List.of(4), List.of(6, 8, 10), List.of(12), List.of(1, 3));
    }

    @Test
    void shouldBeginAnewWhenEverythingWasDone() {
        gathering.add(2);
        end(0);
        gathering.add(4);

        assertThat(begun).containsExactly(List.of(2), List.of(4));
    }

    @Test
    void shouldRefuseWhatIsOneTooMany() {
        IntStream.range(0, 10).forEach(gathering::add);

        assertThat(gathering.add(10)).isFalse();

        end(0);

        assertThat(gathering.add(10)).isTrue();
    }
}
