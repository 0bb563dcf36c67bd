package io.mnemesh.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Change;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.filter.Filter;
import io.mnemesh.realtime.filter.FilterNode;
import io.mnemesh.realtime.namespace.Pace;
import io.mnemesh.testing.ConfigDefaults;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Subscribers that get the same channel in different ways. */
class ReceptionTest {

    private static final ChannelId CHANNEL = new ChannelId(new TenantId("acme"), "events:memory_created");
    private static final String LONG = "a text that is long enough for a difference to be shorter";

    private final OffsetsWire wire = new OffsetsWire();
    private final HandFeeds feeds = new HandFeeds(CHANNEL);
    private final List<EmbeddedChannel> sockets = new ArrayList<>();
    private final List<Connection> failed = new ArrayList<>();
    private final EmbeddedChannel main = socket();
    private final LoopShard shard = new LoopShard(
            main.eventLoop(),
            feeds,
            new Traffic(),
            ConfigDefaults.with(HubConfig.class, Map.of("mnemesh.realtime.hub.coalesce", "0ms")));

    @AfterEach
    void release() {
        sockets.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void shouldEncodeOncePerFilter() {
        for (int i = 0; i < 10; i++) {
            live(new Reception(wire, color("red")));
            live(new Reception(wire, color("blue")));
            live(Reception.of(wire));
        }

        feeds.item(message(1, "red"));
        feeds.item(message(2, "blue"));
        feeds.item(message(3, "red"));
        run();

        assertThat(wire.encodings).isEqualTo(3);
        for (int i = 1; i < sockets.size(); i += 3) {
            assertThat(text(i)).isEqualTo("1;3;");
            assertThat(text(i + 1)).isEqualTo("2;");
            assertThat(text(i + 2)).isEqualTo("1;2;3;");
        }
    }

    @Test
    void shouldWriteNothingWhereNothingPasses() {
        live(new Reception(wire, color("green")));

        feeds.item(message(1, "red"));
        run();

        assertThat(wire.encodings).isZero();
        assertThat(text(1)).isEmpty();
    }

    @Test
    void shouldFilterWhatWasHeldBack() {
        Subscription held = join(connection(new Peers()), new Reception(wire, color("red")));
        feeds.item(message(1, "red"));
        feeds.item(message(2, "blue"));
        run();

        held.goLive();
        run();

        assertThat(text(1)).isEqualTo("1;");
    }

    @Test
    void shouldTellDifferencesFromTheSecondMessageOn() {
        live(new Reception(wire, Filter.all(), true));
        feeds.item(message(1, "red"));
        run();
        live(new Reception(wire, Filter.all(), true));
        feeds.item(message(2, "red"));
        feeds.item(message(3, "red"));
        run();
        feeds.item(message(4, "red"));
        run();

        assertThat(text(1)).isEqualTo("1;~2;~3;~4;");
        assertThat(text(2)).isEqualTo("2;~3;~4;");
        // The last turn was one encoding for both, as the first one was for one.
        assertThat(wire.encodings).isEqualTo(4);
    }

    @Test
    void shouldTellDifferencesFromWhatTheFilterLetPass() {
        live(new Reception(wire, color("red"), true));
        feeds.item(message(1, "red"));
        feeds.item(message(2, "blue"));
        run();
        feeds.item(message(3, "red"));
        run();

        assertThat(text(1)).isEqualTo("1;~3;");
    }

    @Test
    void shouldForgetADifferencesReaderWhereverItIs() {
        Connection first = live(new Reception(wire, Filter.all(), true));
        Connection second = live(new Reception(wire, Filter.all(), true));
        feeds.item(message(1, "red"));
        run();
        Connection third = live(new Reception(wire, Filter.all(), true));

        first.leave(CHANNEL);
        third.leave(CHANNEL);
        feeds.item(message(2, "red"));
        run();
        second.leave(CHANNEL);

        assertThat(text(1)).isEqualTo("1;");
        assertThat(text(2)).isEqualTo("1;~2;");
        assertThat(text(3)).isEmpty();
        assertThat(feeds.detached).isEqualTo(1);
    }

    @Test
    void shouldDeliverTheOthersWhenOneChannelCannotBeEncoded() {
        var broken = new OffsetsWire();
        broken.fails = true;
        Connection unlucky = live(Reception.of(broken));
        live(Reception.of(wire));
        var other = new ChannelId(CHANNEL.tenant(), "events:memory_updated");
        FeedFollower first = feeds.follower;
        Connection elsewhere = connection(new Peers());
        join(elsewhere, other, Reception.of(wire)).goLive();

        first.onItem(CHANNEL, message(1, "red"));
        feeds.follower.onItem(other, message(1, "red"));
        run();

        assertThat(failed).containsExactly(unlucky);
        assertThat(text(1)).isEmpty();
        assertThat(text(2)).isEqualTo("1;");
        assertThat(text(3)).isEqualTo("1;");
    }

    @Test
    void shouldLetASlowReaderGoOnBehindAGap() {
        var socket = new StuckSocket();
        sockets.add(socket);
        var reception = new Reception(wire, Filter.all(), false, new Pace(Pace.Policy.DROP_OLDEST, "", Duration.ZERO));
        join(connection(socket, 1600), reception).goLive();
        live(reception);
        EmbeddedChannel other = sockets.getLast();

        for (int i = 1; i <= 200; i++) {
            feeds.item(message(i, "red"));
            run();
            other.runPendingTasks();
        }
        String all = text(2);
        socket.comeLoose();
        run();
        feeds.item(message(201, "red"));
        run();

        assertThat(all).startsWith("1;2;").endsWith("200;").hasSizeGreaterThan(600);
        // What was in the socket, then what was lost, then the newest that there was room for.
        assertThat(text(1)).matches("1;2;[0-9;]*gap-19[0-9];19[0-9];[0-9;]*200;201;");
    }

    @Test
    void shouldGiveTheNewestOncePerInterval() {
        live(new Reception(wire, Filter.all(), false, new Pace(Pace.Policy.CONFLATE, "color", Duration.ofMillis(100))));
        long began = System.nanoTime();
        feeds.item(message(1, "red"));
        run();
        feeds.item(message(2, "red"));
        feeds.item(message(3, "blue"));
        run();
        feeds.item(message(4, "red"));
        run();
        String first = text(1);

        await().atMost(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(5)).until(() -> {
            main.advanceTimeBy(1, TimeUnit.MILLISECONDS);
            main.runScheduledPendingTasks();
            run();
            return !sockets.get(1).outboundMessages().isEmpty();
        });

        assertThat(first).isEqualTo("1;");
        assertThat(text(1)).isEqualTo("3;4;");
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isGreaterThanOrEqualTo(Duration.ofMillis(50));
    }

    private static Filter color(String color) {
        return Filter.of(new FilterNode("", "color", "eq", color, List.of(), List.of()));
    }

    private static Message message(long offset, String color) {
        return new Message(
                new Position("e", offset),
                "id-" + offset,
                "{\"color\":\"%s\",\"text\":\"%s\",\"n\":%d}"
                        .formatted(color, LONG, offset)
                        .getBytes(StandardCharsets.UTF_8));
    }

    private Connection live(Reception reception) {
        Connection connection = connection(new Peers());
        join(connection, reception).goLive();
        return connection;
    }

    private Connection connection(Peers peer) {
        return connection(socket(), 1 << 20, peer);
    }

    private Connection connection(EmbeddedChannel socket, long limit) {
        return connection(socket, limit, new Peers());
    }

    private Connection connection(EmbeddedChannel socket, long limit, Peers peer) {
        var connection = new Connection(socket.pipeline().firstContext(), wire, shard, limit, peer);
        peer.connection = connection;
        shard.add(connection);
        return connection;
    }

    private Subscription join(Connection connection, Reception reception) {
        return join(connection, CHANNEL, reception);
    }

    private Subscription join(Connection connection, ChannelId channel, Reception reception) {
        var joined = new ArrayList<Subscription>();
        connection.join(channel, reception, new Subscription.Joining() {
            @Override
            public void onJoined(Subscription subscription, Position position) {
                joined.add(subscription);
            }

            @Override
            public void onFailed(ProblemException problem) {
                throw problem;
            }

            @Override
            public void onLeft() {
                throw new AssertionError("Nobody leaves before it has joined.");
            }
        });
        run();
        return joined.getFirst();
    }

    private void run() {
        for (int i = 0; i < 4; i++) {
            main.runPendingTasks();
        }
    }

    private EmbeddedChannel socket() {
        var socket = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        sockets.add(socket);
        return socket;
    }

    private String text(int socket) {
        sockets.get(socket).runPendingTasks();
        var text = new StringBuilder();
        ByteBuf bytes;
        while ((bytes = sockets.get(socket).readOutbound()) != null) {
            text.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }
        return text.toString();
    }

    private final class Peers implements Peer {

        private Connection connection;

        @Override
        public void onFailure() {
            failed.add(connection);
        }

        @Override
        public void onTick() {
            // no time passes here
        }

        @Override
        public void onSlow() {
            throw new AssertionError("Nobody is slow here.");
        }

        @Override
        public void onDrain(Duration pause) {
            throw new AssertionError("Nobody leaves here.");
        }
    }

    /** Writes offsets, those of differences with a sign. */
    private static final class OffsetsWire implements WireProtocol {

        private int encodings;
        private boolean fails;

        @Override
        public void encode(ChannelId channel, List<ChannelItem> items, ByteBuf out) {
            encodings++;
            if (fails) {
                throw new IllegalStateException("This cannot be written.");
            }
            for (ChannelItem item : items) {
                String sign = item instanceof Change ? "~" : item instanceof Gap ? "gap-" : "";
                out.writeCharSequence(sign + item.position().offset() + ";", StandardCharsets.UTF_8);
            }
        }

        @Override
        public void encode(ChannelId channel, Signal signal, ByteBuf out) {
            throw new AssertionError("There are no signals here.");
        }
    }
}
