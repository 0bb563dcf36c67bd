package io.mnemesh.benchmarks.realtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SubscriberTest {

    private static final Target RECOVERING =
            new Target("test", URI.create("ws://127.0.0.1:1/"), "bench:one", "token", true);
    private static final String CONNECTED = "{\"id\":1,\"connect\":{\"client\":\"c\"}}";

    private final Tally tally = new Tally();
    private final Subscriber.Position position = new Subscriber.Position();

    @Test
    void shouldConnectThenSubscribeThenCountPushesByTheirLines() {
        var subscriber = new Subscriber(RECOVERING, position, tally, 0);
        EmbeddedChannel channel = opened(subscriber);

        assertThat(sent(channel)).contains("\"id\":1", "\"connect\":{\"token\":\"token\"}");
        receive(channel, CONNECTED);
        assertThat(sent(channel))
                .contains("\"channel\":\"bench:one\"", "\"recoverable\":true")
                .doesNotContain("\"recover\":");
        assertThat(subscriber.ready()).isNotDone();
        receive(channel, "{\"id\":2,\"subscribe\":{\"epoch\":\"e\",\"offset\":7}}\n" + push(8));
        receive(channel, push(9) + "\n" + push(10));

        assertThat(subscriber.ready()).isCompleted();
        assertThat(tally.delivered()).isEqualTo(3);
        assertThat(position.offset()).isEqualTo(10);
        assertThat(tally.missingMessages()).isZero();
        assertThat(tally.takeLatencies())
                .hasSize(1)
                .allSatisfy(nanos -> assertThat(nanos).isPositive());
    }

    @Test
    void shouldAnswerAPing() {
        EmbeddedChannel channel = subscribed(7);

        receive(channel, "{}");

        assertThat(sent(channel)).isEqualTo("{}");
        assertThat(tally.delivered()).isZero();
    }

    @Test
    void shouldSeeWhatIsMissingAndWhatIsRepeated() {
        EmbeddedChannel channel = subscribed(7);

        receive(channel, push(11) + "\n" + push(11) + "\n" + push(12));

        assertThat(tally.missingMessages()).isEqualTo(3);
        assertThat(tally.repeatedMessages()).isEqualTo(1);
        assertThat(position.offset()).isEqualTo(12);
    }

    @Test
    void shouldGoOnWhereItWas() {
        subscribed(7);

        EmbeddedChannel again = opened(new Subscriber(RECOVERING, position, tally, 1));
        sent(again);
        receive(again, CONNECTED);
        assertThat(sent(again)).contains("\"recover\":true", "\"epoch\":\"e\"", "\"offset\":7");
        receive(again, """
                {"id":2,"subscribe":{"epoch":"e","offset":9,"recovered":true,"wasRecovering":true,\
                "publications":[{"data":{},"offset":8},{"data":{},"offset":9}]}}""");
        receive(again, push(10));

        assertThat(tally.delivered()).isEqualTo(3);
        assertThat(tally.missingMessages() + tally.repeatedMessages() + tally.unrecoveredSubscriptions())
                .isZero();
    }

    @Test
    void shouldCountASubscriptionThatWasNotRecovered() {
        subscribed(7);

        EmbeddedChannel again = opened(new Subscriber(RECOVERING, position, tally, 1));
        receive(again, CONNECTED);
        receive(again, "{\"id\":2,\"subscribe\":{\"epoch\":\"f\",\"offset\":3,\"wasRecovering\":true}}");

        assertThat(tally.unrecoveredSubscriptions()).isEqualTo(1);
        assertThat(position.offset()).isEqualTo(3);
    }

    @Test
    void shouldSubscribeAgainWhenItWasRefusedForTheMoment() {
        var subscriber = new Subscriber(RECOVERING, position, tally, 1);
        EmbeddedChannel channel = opened(subscriber);
        receive(channel, CONNECTED);
        channel.releaseOutbound();

        receive(channel, "{\"id\":2,\"error\":{\"code\":100,\"message\":\"internal\",\"temporary\":true}}");
        channel.advanceTimeBy(1, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();

        assertThat(sent(channel)).contains("\"channel\":\"bench:one\"");
        assertThat(tally.refusals()).isEqualTo(1);
        assertThat(subscriber.ready()).isNotDone();
    }

    @Test
    void shouldFailWithWhatTheServerSays() {
        var subscriber = new Subscriber(RECOVERING, position, tally, 0);
        EmbeddedChannel channel = opened(subscriber);

        receive(channel, "{\"id\":1,\"error\":{\"code\":103,\"message\":\"permission denied\"}}");

        assertThat(subscriber.ready())
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withMessageContaining("permission denied");
        assertThat(channel.isOpen()).isFalse();
    }

    private EmbeddedChannel subscribed(long offset) {
        EmbeddedChannel channel = opened(new Subscriber(RECOVERING, position, tally, 1));
        receive(channel, CONNECTED);
        receive(channel, "{\"id\":2,\"subscribe\":{\"epoch\":\"e\",\"offset\":%d}}".formatted(offset));
        channel.releaseOutbound();
        return channel;
    }

    private static EmbeddedChannel opened(Subscriber subscriber) {
        var channel = new EmbeddedChannel(subscriber);
        channel.pipeline().fireUserEventTriggered(ClientHandshakeStateEvent.HANDSHAKE_COMPLETE);
        return channel;
    }

    private static void receive(EmbeddedChannel channel, String text) {
        channel.writeInbound(new TextWebSocketFrame(text));
    }

    private static @Nullable String sent(EmbeddedChannel channel) {
        TextWebSocketFrame frame = channel.readOutbound();
        return frame == null ? null : frame.text();
    }

    private static String push(long offset) {
        return "{\"push\":{\"channel\":\"bench:one\",\"pub\":{\"data\":{\"p\":\"xx\",\"t\":%d},\"offset\":%d}}}"
                .formatted(System.nanoTime() / 1000 - 5, offset);
    }
}
