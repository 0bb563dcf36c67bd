package io.mnemesh.intelligence.errors.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.mnemesh.intelligence.errors.evidence.Success.Trial;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SuccessTest {

    private static final Instant AT = Instant.parse("2026-11-01T10:00:00Z");

    @Test
    void shouldRankWhatWorkedOftenBeforeWhatWorkedOnceOrFailed() {
        var trials = new ArrayList<Trial>();
        trials.add(trial("Worked once.", true));
        trials.add(trial("Said only.", null));
        for (int i = 0; i < 10; i++) {
            trials.add(trial(i % 2 == 0 ? "restart  it" : "Restart it.", i != 0));
            trials.add(trial("Hope.", i == 0));
        }

        List<Success> ranked = Success.rank(trials);

        assertThat(ranked)
                .extracting(Success::resolution)
                .containsExactly("restart  it", "Worked once.", "Said only.", "Hope.");
        Success best = ranked.getFirst();
        assertThat(best.worked()).isEqualTo(9);
        assertThat(best.failed()).isEqualTo(1);
        assertThat(best.untold()).isZero();
        assertThat(best.mean()).isCloseTo(10 / 12.0, within(1e-9));
        assertThat(best.surely()).isCloseTo(0.596, within(1e-3));
    }

    @Test
    void shouldCountAnErrorByHowSimilarItIs() {
        var near = Success.rank(List.of(new Trial("a", true, 1, AT))).getFirst();
        var far = Success.rank(List.of(new Trial("a", true, 0.5, AT))).getFirst();

        assertThat(near.mean()).isCloseTo(2 / 3.0, within(1e-9));
        assertThat(far.mean()).isCloseTo(1.25 / 2.25, within(1e-9));
        assertThat(far.surely()).isLessThan(near.surely());
    }

    @Test
    void shouldRankNothingWhenNothingWasTried() {
        assertThat(Success.rank(List.of())).isEmpty();
    }

    private static Trial trial(String resolution, @Nullable Boolean worked) {
        return new Trial(resolution, worked, 1, AT);
    }
}
