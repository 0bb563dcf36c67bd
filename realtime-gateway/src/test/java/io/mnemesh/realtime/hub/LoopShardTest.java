package io.mnemesh.realtime.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Member;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.testing.ConfigDefaults;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The hub on one event loop, with sockets in memory and a feed by hand. */
class LoopShardTest {

    private static final ChannelId CHANNEL = new ChannelId(new TenantId("acme"), "events:memory_created");

    private static final Set<Signal.Kind> KINDS = Set.of(Signal.Kind.JOIN, Signal.Kind.LEAVE);

    private final CountingWire wire = new CountingWire();
    private final HandFeeds feeds = new HandFeeds(CHANNEL);
    private final Traffic traffic = new Traffic();
    private final List<EmbeddedChannel> sockets = new ArrayList<>();
    private final EmbeddedChannel main = socket();
    private final LoopShard shard = new LoopShard(
            main.eventLoop(),
            feeds,
            traffic,
            ConfigDefaults.with(HubConfig.class, Map.of("mnemesh.realtime.hub.coalesce", "0ms")));

    @AfterEach
    void release() {
        sockets.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    @Test
    void shouldEncodeOnceForAllSubscribersOfATurn() {
        for (int i = 0; i < 100; i++) {
            live(connection(1 << 20));
        }

        feeds.item(message(1));
        feeds.item(message(2));
        run();

        assertThat(wire.encodings).isEqualTo(1);
        for (EmbeddedChannel socket : sockets.subList(1, sockets.size())) {
            assertThat(text(socket)).isEqualTo("1;2;");
        }
        assertThat(traffic.total().messagesOut()).isEqualTo(200);
    }

    @Test
    void shouldKeepItemsBackUntilTheSubscriptionGoesLive() {
        Subscription held = join(connection(1 << 20));
        feeds.item(message(1));
        run();
        assertThat(text(sockets.getLast())).isEmpty();

        held.goLive();
        feeds.item(message(2));
        run();

        assertThat(text(sockets.getLast())).isEqualTo("1;2;");
    }

    @Test
    void shouldTellThoseWhoWantToKnowAboutOthers() {
        live(connection(1 << 20), member("ana"), wanted -> {});
        live(connection(1 << 20), member("bob"), wanted -> {});
        live(connection(1 << 20));
        Subscription held = join(connection(1 << 20));
        held.attend(member("carl"), KINDS, wanted -> {});

        feeds.item(message(1));
        feeds.signals(
                new Signal(Signal.Kind.JOIN, member("bob")),
                new Signal(Signal.Kind.TYPING, member("bob")),
                new Signal(Signal.Kind.JOIN, member("carl")),
                new Signal(Signal.Kind.LEAVE, member("dora")));
        run();
        String meanwhile = text(sockets.getLast());
        held.goLive();
        run();

        assertThat(text(sockets.get(1))).isEqualTo("1;join bob;join carl;leave dora;");
        assertThat(text(sockets.get(2))).isEqualTo("1;join carl;leave dora;");
        assertThat(text(sockets.get(3))).isEqualTo("1;");
        assertThat(meanwhile).isEmpty();
        assertThat(text(sockets.getLast())).isEqualTo("1;join bob;leave dora;");
    }

    @Test
    void shouldSayWhetherTheClientWantedTheEnd() {
        var ends = new ArrayList<Boolean>();
        Connection first = connection(1 << 20);
        Connection second = connection(1 << 20);
        live(first, member("ana"), ends::add);
        live(second, member("bob"), ends::add);

        first.leave(CHANNEL);
        second.detach();
        second.detach();

        assertThat(ends).containsExactly(true, false);
    }

    @Test
    void shouldSkipWhatTheClientHasFromAnotherNode() {
        Subscription held = join(connection(1 << 20));
        feeds.item(message(1));
        run();

        held.goLiveBehind(new Position("e", 3));
        feeds.item(message(2));
        feeds.item(message(3));
        feeds.item(message(4));
        run();
        feeds.item(message(5));
        run();

        assertThat(text(sockets.getLast())).isEqualTo("4;5;");
    }

    @Test
    void shouldStartBehindTheLastDeliveredItemWhenAnotherJoins() {
        live(connection(1 << 20));
        feeds.item(message(1));
        run();

        Connection late = connection(1 << 20);
        live(late);
        feeds.item(message(2));
        run();

        assertThat(text(sockets.getLast())).isEqualTo("2;");
        assertThat(feeds.attached).isEqualTo(1);
    }

    @Test
    void shouldIgnoreWhatIsOnItsWayForThoseWhoLeft() {
        Connection connection = connection(1 << 20);
        live(connection);
        FeedFollower old = feeds.follower;
        connection.leave(CHANNEL);
        live(connection);

        old.onItem(CHANNEL, message(1));
        run();

        assertThat(text(sockets.getLast())).isEmpty();
        assertThat(feeds.detached).isEqualTo(1);
    }

    @Test
    void shouldEndSubscriptionsAtAGapWhenTheProtocolSaysSo() {
        wire.endsAtGap = true;
        Connection live = connection(1 << 20);
        live(live);
        EmbeddedChannel liveSocket = sockets.getLast();
        Connection late = connection(1 << 20);
        Subscription held = join(late);

        feeds.item(message(1));
        feeds.item(new Gap(GapReason.HISTORY_TRIMMED, new Position("e", 1), new Position("e", 4)));
        feeds.item(message(5));
        run();

        assertThat(text(liveSocket)).isEqualTo("1;end;");
        assertThat(live.has(CHANNEL)).isFalse();
        assertThat(late.has(CHANNEL)).isTrue();

        held.goLive();
        run();

        assertThat(text(sockets.getLast())).isEqualTo("1;end;");
        assertThat(late.has(CHANNEL)).isFalse();
        assertThat(traffic.total().subscriptions()).isZero();
        assertThat(feeds.detached).isEqualTo(1);
    }

    @Test
    void shouldLetLargeThingsTakeTurnsHoweverSlowTheSocketIs() {
        var socket = new StuckSocket();
        Connection connection = connection(socket, 250);
        var first = new Pieces(connection, "a", 3);
        var second = new Pieces(connection, "b", 2);

        connection.offer(first);
        connection.offer(second);
        connection.send(Unpooled.copiedBuffer("pong;", StandardCharsets.UTF_8));
        connection.flush();

        assertThat(first.made + second.made).isEqualTo(1);
        assertThat(connection.accepts()).isTrue();
        socket.comeLoose();
        assertThat(text(socket)).isEqualTo("a1;pong;b1;a2;b2;a3;");
        assertThat(traffic.total().slowDisconnects()).isZero();
    }

    @Test
    void shouldMakeNoMoreOfSomethingLargeWhenItsSocketIsGone() {
        var socket = new StuckSocket();
        Connection connection = connection(socket, 250);
        var pieces = new Pieces(connection, "a", 3);
        var waiting = new Pieces(connection, "b", 2);
        connection.offer(pieces);
        connection.offer(waiting);

        connection.detach();
        var _ = socket.close();

        assertThat(pieces.made).isEqualTo(1);
        assertThat(waiting.made).isZero();
    }

    private static Member member(String user) {
        return new Member(user, "c-" + user);
    }

    private void live(Connection connection) {
        join(connection).goLive();
    }

    private void live(Connection connection, Member member, Subscription.Ending end) {
        Subscription subscription = join(connection);
        subscription.attend(member, KINDS, end);
        subscription.goLive();
    }

    private Subscription join(Connection connection) {
        var joined = new ArrayList<Subscription>();
        connection.join(CHANNEL, Reception.of(wire), new Subscription.Joining() {
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
                throw new AssertionError("Nobody leaves here.");
            }
        });
        run();
        return joined.getFirst();
    }

    private Connection connection(long limit) {
        return connection(socket(), limit);
    }

    private Connection connection(EmbeddedChannel socket, long limit) {
        var connection = new Connection(context(socket), wire, shard, limit, new NoPeer());
        shard.add(connection);
        return connection;
    }

    private void run() {
        // Each embedded channel has a loop of its own; the shard's is the first one's.
        for (int i = 0; i < 4; i++) {
            main.runPendingTasks();
        }
    }

    private EmbeddedChannel socket() {
        var socket = new EmbeddedChannel(new ChannelInboundHandlerAdapter());
        sockets.add(socket);
        return socket;
    }

    private static ChannelHandlerContext context(EmbeddedChannel socket) {
        return socket.pipeline().firstContext();
    }

    private static String text(EmbeddedChannel socket) {
        socket.runPendingTasks();
        var text = new StringBuilder();
        ByteBuf bytes;
        while ((bytes = socket.readOutbound()) != null) {
            text.append(bytes.toString(StandardCharsets.UTF_8));
            bytes.release();
        }
        return text.toString();
    }

    private static Message message(long offset) {
        return new Message(new Position("e", offset), "id-" + offset, new byte[] {'{', '}'});
    }

    /** Something large in so many pieces, of which one is offered at a time. */
    private static final class Pieces implements Piece {

        private final Connection connection;
        private final String name;
        private final int count;
        private int made;

        Pieces(Connection connection, String name, int count) {
            this.connection = connection;
            this.name = name;
            this.count = count;
        }

        @Override
        public ByteBuf make() {
            made++;
            return Unpooled.copiedBuffer(name + made + ";", StandardCharsets.UTF_8);
        }

        @Override
        public int messages() {
            return 1;
        }

        @Override
        public void taken() {
            if (made < count && connection.accepts()) {
                connection.offer(this);
            }
        }
    }

    private static final class CountingWire implements WireProtocol {

        private int encodings;
        private boolean endsAtGap;

        @Override
        public boolean endsAtGap() {
            return endsAtGap;
        }

        @Override
        public void encode(ChannelId channel, List<ChannelItem> items, ByteBuf out) {
            encodings++;
            for (ChannelItem item : items) {
                if (endsAtGap && item instanceof Gap) {
                    out.writeCharSequence("end;", StandardCharsets.UTF_8);
                    return;
                }
                out.writeCharSequence(item.position().offset() + ";", StandardCharsets.UTF_8);
            }
        }

        @Override
        public void encode(ChannelId channel, Signal signal, ByteBuf out) {
            encodings++;
            out.writeCharSequence(signal.kind().wire() + " " + signal.member().user() + ";", StandardCharsets.UTF_8);
        }
    }
}
