package io.mnemesh.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.namespace.Pace;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WaitingTest {

    /** The same object for the same key, since messages are compared with theirs. */
    private static final List<byte[]> PAYLOADS = List.of(payload("a"), payload("b"), payload("c"));

    /** Bytes of each message's payload. */
    private static final int SIZE = message(1, "a").payload().length;

    @Test
    void shouldDropTheOldestAndSaySo() {
        var waiting = new Waiting(pace(Pace.Policy.DROP_OLDEST, ""), 3 * SIZE);
        waiting.told(at(10));

        waiting.add(List.of(message(11, "a"), message(12, "a")));
        waiting.add(List.of(message(13, "a"), message(14, "a"), message(15, "a")));

        assertThat(waiting.takeAll())
                .containsExactly(
                        new Gap(GapReason.SLOW_CONSUMER, at(10), at(12)),
                        message(13, "a"),
                        message(14, "a"),
                        message(15, "a"));
        assertThat(waiting.isEmpty()).isTrue();
    }

    @Test
    void shouldSayNothingWhenNothingIsLost() {
        var waiting = new Waiting(pace(Pace.Policy.DROP_OLDEST, ""), 3 * SIZE);

        waiting.add(List.of(message(1, "a")));
        List<ChannelItem> first = waiting.takeAll();
        waiting.add(List.of(message(2, "a"), message(3, "a"), message(4, "a"), message(5, "a")));

        assertThat(first).containsExactly(message(1, "a"));
        assertThat(waiting.takeAll())
                .startsWith(new Gap(GapReason.SLOW_CONSUMER, at(1), at(2)))
                .hasSize(4);
    }

    @Test
    void shouldKeepOneMessageHoweverLargeItIs() {
        var waiting = new Waiting(pace(Pace.Policy.DROP_OLDEST, ""), 1);

        waiting.add(List.of(message(1, "a")));

        assertThat(waiting.takeAll()).containsExactly(message(1, "a"));
    }

    @Test
    void shouldKeepTheNewestOfEachKeyInTheOrderOfTheChannel() {
        var waiting = new Waiting(pace(Pace.Policy.CONFLATE, "key"), 10 * SIZE);
        var gap = new Gap(GapReason.HISTORY_TRIMMED, at(3), at(4));

        waiting.add(List.of(message(1, "a"), message(2, "b"), message(3, "c"), gap));
        waiting.add(List.of(message(5, "a"), message(6, "c")));

        assertThat(waiting.takeAll()).containsExactly(message(2, "b"), gap, message(5, "a"), message(6, "c"));
    }

    @Test
    void shouldKeepTheNewestAloneWithoutAKey() {
        var waiting = new Waiting(pace(Pace.Policy.CONFLATE, ""), 10 * SIZE);

        waiting.add(List.of(message(1, "a"), message(2, "b"), message(3, "c")));

        assertThat(waiting.takeAll()).containsExactly(message(3, "c"));
    }

    private static Pace pace(Pace.Policy policy, String key) {
        return new Pace(policy, key, Duration.ZERO);
    }

    private static Position at(long offset) {
        return new Position("e", offset);
    }

    private static Message message(long offset, String key) {
        return new Message(at(offset), "id-" + offset, PAYLOADS.get(key.charAt(0) - 'a'));
    }

    private static byte[] payload(String key) {
        return "{\"key\":\"%s\"}".formatted(key).getBytes(StandardCharsets.UTF_8);
    }
}
