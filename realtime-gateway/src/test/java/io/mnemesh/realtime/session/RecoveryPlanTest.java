package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.history.LogPage;
import java.util.List;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class RecoveryPlanTest {

    private static final String EPOCH = "e";

    @Test
    void shouldReplayExactlyWhatWasMissed() {
        RecoveryPlan plan = RecoveryPlan.of(at(3), at(5), page(7, 4, 7));

        assertThat(plan).isEqualTo(new RecoveryPlan.Replay(null, at(3), messages(4, 5)));
        assertThat(plan.recovered()).isTrue();
    }

    @Test
    void shouldAnnounceTheHoleWhenTheHistoryIsTooShort() {
        RecoveryPlan plan = RecoveryPlan.of(at(3), at(9), page(9, 8, 9));

        assertThat(plan)
                .isEqualTo(new RecoveryPlan.Replay(
                        new Gap(GapReason.HISTORY_TRIMMED, at(3), at(7)), at(7), messages(8, 9)));
        assertThat(plan.recovered()).isFalse();
    }

    @Test
    void shouldAnnounceTheHoleWhenTheHistoryIsGone() {
        RecoveryPlan plan = RecoveryPlan.of(at(3), at(9), new LogPage(at(9), List.of()));

        assertThat(plan)
                .isEqualTo(new RecoveryPlan.Replay(new Gap(GapReason.HISTORY_TRIMMED, at(3), at(9)), at(9), List.of()));
    }

    @Test
    void shouldStartOverWhenTheEpochIsAnother() {
        var client = new Position("old", 30);

        RecoveryPlan plan = RecoveryPlan.of(client, at(2), page(2, 1, 2));

        assertThat(plan)
                .isEqualTo(new RecoveryPlan.Replay(
                        new Gap(GapReason.EPOCH_CHANGED, client, at(0)), at(0), messages(1, 2)));
    }

    @Test
    void shouldNotRepeatWhatAnotherNodeDeliveredAlready() {
        RecoveryPlan plan = RecoveryPlan.of(at(8), at(6), new LogPage(at(8), List.of()));

        assertThat(plan).isEqualTo(new RecoveryPlan.UpToDate(at(8)));
        assertThat(plan.recovered()).isTrue();
    }

    @Test
    void shouldDistrustAPositionAheadOfTheChannel() {
        RecoveryPlan plan = RecoveryPlan.of(at(99), at(6), new LogPage(at(6), List.of()));

        assertThat(plan)
                .isEqualTo(
                        new RecoveryPlan.Replay(new Gap(GapReason.UNKNOWN_POSITION, at(99), at(6)), at(6), List.of()));
        assertThat(plan.recovered()).isFalse();
    }

    @Test
    void shouldWaitWhenTheNodeIsBehindTheLogsEpoch() {
        RecoveryPlan plan = RecoveryPlan.of(at(3), at(5), new LogPage(new Position("next", 1), List.of()));

        assertThat(plan).isEqualTo(new RecoveryPlan.Wait());
    }

    @Property
    void shouldLeaveNothingBetweenClientAndLiveUnsaid(
            @ForAll @LongRange(max = 50) long client,
            @ForAll @LongRange(max = 50) long live,
            @ForAll @LongRange(max = 10) long ahead,
            @ForAll @LongRange(max = 60) long trimmed) {
        long newest = live + ahead;
        long first = Math.max(client, trimmed) + 1;
        var page = new LogPage(at(newest), first > newest ? List.of() : messages(first, newest));

        RecoveryPlan plan = RecoveryPlan.of(at(client), at(live), page);

        if (plan instanceof RecoveryPlan.Replay replay) {
            long said = replay.gap() == null ? client : replay.gap().position().offset();
            assertThat(replay.from().offset()).isEqualTo(said);
            for (Message message : replay.messages()) {
                assertThat(message.position().offset()).isEqualTo(++said);
            }
            assertThat(said).isEqualTo(live);
        } else {
            assertThat(client).isBetween(live, newest);
        }
    }

    private static Position at(long offset) {
        return new Position(EPOCH, offset);
    }

    private static LogPage page(long newest, long first, long last) {
        return new LogPage(at(newest), messages(first, last));
    }

    private static List<Message> messages(long first, long last) {
        return LongStream.rangeClosed(first, last)
                .mapToObj(offset -> MESSAGES.get((int) offset))
                .toList();
    }

    private static final List<Message> MESSAGES = LongStream.range(0, 100)
            .mapToObj(offset -> new Message(at(offset), "id-" + offset, new byte[0]))
            .toList();
}
