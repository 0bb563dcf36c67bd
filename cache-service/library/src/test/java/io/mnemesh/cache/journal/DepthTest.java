package io.mnemesh.cache.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.postgres.JournalTable.Count;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class DepthTest {

    private final Depth depth = new Depth(10);

    @Test
    void shouldKeepRoomForWritesThatAreOnTheirWay() {
        assertThat(depth.reserve(8)).isTrue();
        assertThat(depth.reserve(3)).isFalse();
        assertThat(depth.reserve(2)).isTrue();

        depth.added(8, 5);

        assertThat(depth.seen().pending()).isEqualTo(5);
        assertThat(depth.reserve(4)).isFalse();
        assertThat(depth.reserve(3)).isTrue();
    }

    @Test
    void shouldGiveRoomBackWhenWritesFailOrAreSettled() {
        depth.reserve(10);
        depth.released(4);
        depth.added(6, 6);
        assertThat(depth.reserve(5)).isFalse();

        depth.settled(1);

        assertThat(depth.reserve(5)).isTrue();
    }

    @Test
    void shouldCountDeadWritesTowardsTheBound() {
        depth.counted(new Count(10, 4, Duration.ofSeconds(3)), depth.mark());

        assertThat(depth.reserve(1)).isFalse();
        assertThat(depth.seen()).isEqualTo(new Depth.Seen(6, 4, Duration.ofSeconds(3)));
    }

    @Test
    void shouldNotForgetWhatWasAddedWhileItWasCounted() {
        long mark = depth.mark();
        depth.reserve(3);
        depth.added(3, 3);

        depth.counted(new Count(5, 0, Duration.ZERO), mark);

        assertThat(depth.seen().pending()).isEqualTo(8);
    }

    @Test
    void shouldTakeACountOfLessWhenOthersHaveSettled() {
        depth.reserve(9);
        depth.added(9, 9);

        depth.counted(new Count(2, 0, Duration.ZERO), depth.mark());

        assertThat(depth.seen().pending()).isEqualTo(2);
        assertThat(depth.reserve(8)).isTrue();
    }
}
