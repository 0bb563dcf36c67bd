package io.mnemesh.realtime.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem;
import io.mnemesh.realtime.channel.ChannelItem.Gap;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.GapReason;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.channel.Signal;
import io.mnemesh.realtime.history.LogPage;
import io.mnemesh.realtime.hub.FeedFollower;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ChannelFeedTest {

    private static final ChannelId CHANNEL = new ChannelId(new TenantId("acme"), "events:memory_created");

    @Test
    void shouldPassMessagesOnWhenTheBusBringsThemInOrder() {
        var world = new World(100);
        world.open();

        world.deliver(world.append());
        world.deliver(world.append());

        assertThat(world.follower.offsets()).containsExactly(1L, 2L);
    }

    @Test
    void shouldFillFromTheLogWhenTheBusLostAMessage() {
        var world = new World(100);
        world.open();

        world.deliver(world.append());
        world.append();
        world.deliver(world.append());
        world.answerAll();

        assertThat(world.follower.offsets()).containsExactly(1L, 2L, 3L);
        assertThat(world.filled).isEqualTo(2);
    }

    @Test
    void shouldFindALostNewestMessageWhenAsked() {
        var world = new World(100);
        world.open();
        world.append();

        world.feed.verify();
        world.answerAll();

        assertThat(world.follower.offsets()).containsExactly(1L);
    }

    @Test
    void shouldDropLateCopiesWhenTheLogWasFaster() {
        var world = new World(100);
        world.open();
        Message first = world.append();
        Message second = world.append();

        world.deliver(second);
        world.answerAll();
        world.deliver(first);
        world.deliver(second);

        assertThat(world.follower.offsets()).containsExactly(1L, 2L);
    }

    @Test
    void shouldAnnounceAGapWhenTheLogWasTrimmed() {
        var world = new World(2);
        world.open();
        world.deliver(world.append());
        for (int i = 0; i < 4; i++) {
            world.append();
        }

        world.feed.verify();
        world.answerAll();

        assertThat(world.follower.items.get(1))
                .isEqualTo(new Gap(GapReason.HISTORY_TRIMMED, new Position("e0", 1), new Position("e0", 3)));
        assertThat(world.follower.offsets()).containsExactly(1L, 4L, 5L);
    }

    @Test
    void shouldAnnounceAGapWhenTheChannelStartedOver() {
        var world = new World(100);
        world.open();
        world.deliver(world.append());
        world.flush();

        world.deliver(world.append());
        world.answerAll();

        assertThat(world.follower.items.get(1))
                .isEqualTo(new Gap(GapReason.EPOCH_CHANGED, new Position("e0", 1), new Position("e1", 0)));
        assertThat(world.follower.items.get(2).position()).isEqualTo(new Position("e1", 1));
    }

    @Test
    void shouldEndTheEpochWhenTheLogWentBack() {
        var world = new World(100);
        world.open();
        world.deliver(world.append());
        world.deliver(world.append());
        world.loseNewest(1);
        Message other = world.append();

        world.feed.onDisconnected();
        world.feed.onSubscribed();
        world.answerAll();

        assertThat(world.epoch()).isEqualTo("e1");
        assertThat(world.follower.items.getLast()).isInstanceOfSatisfying(Gap.class, gap -> {
            assertThat(gap.reason()).isEqualTo(GapReason.EPOCH_CHANGED);
            assertThat(gap.position())
                    .isEqualTo(new Position("e1", other.position().offset()));
        });
    }

    @Test
    void shouldTellTheFollowerWhereItStartsWhenItAttachesLate() {
        var world = new World(100);
        world.open();
        world.deliver(world.append());
        var late = new Recorder();

        world.feed.attach(late);
        world.deliver(world.append());

        assertThat(late.start).isEqualTo(new Position("e0", 1));
        assertThat(late.offsets()).containsExactly(2L);
    }

    /** Whatever gets lost, late or twice: every item goes on where the one before ended, and in the end all is there. */
    @Property(tries = 500)
    void shouldNeverLeaveASilentHoleNorADuplicate(@ForAll long seed) {
        var random = new Random(seed);
        var world = new World(5 + random.nextInt(20));
        world.open();
        List<Message> inFlight = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> inFlight.add(world.append());
                case 4, 5, 6 -> {
                    if (!inFlight.isEmpty()) {
                        world.deliver(inFlight.removeFirst());
                    }
                }
                case 7 -> {
                    if (!inFlight.isEmpty()) {
                        inFlight.removeFirst();
                    }
                }
                case 8 -> world.answer();
                case 9 -> world.feed.verify();
                case 10 -> world.failOne();
                default -> {
                    if (random.nextInt(5) == 0) {
                        inFlight.clear();
                        if (random.nextBoolean()) {
                            world.flush();
                        } else {
                            world.loseNewest(random.nextInt(3));
                        }
                        world.feed.onDisconnected();
                        world.feed.onSubscribed();
                    }
                }
            }
        }
        world.settle();

        world.follower.assertUnbroken();
        assertThat(world.follower.position()).isEqualTo(world.newest());
    }

    /** A log in memory and a bus whose messages the test delivers by hand. */
    private static final class World implements ChannelFeed.Surroundings {

        private final int kept;
        private final Deque<Message> log = new ArrayDeque<>();
        private final Deque<Runnable> answers = new ArrayDeque<>();
        private final Deque<ChannelFeed.Read> failed = new ArrayDeque<>();
        private final Recorder follower = new Recorder();
        private final ChannelFeed feed = new ChannelFeed(CHANNEL, this, 4);
        private int epoch;
        private long offset;
        private int ids;
        private int filled;
        private boolean failNext;

        World(int kept) {
            this.kept = kept;
        }

        void open() {
            feed.attach(follower);
            feed.onSubscribed();
            answerAll();
        }

        Message append() {
            var message = new Message(new Position(epoch(), ++offset), "id-" + ids++, new byte[] {'{', '}'});
            log.addLast(message);
            while (log.size() > kept) {
                log.removeFirst();
            }
            return message;
        }

        void deliver(Message message) {
            feed.onMessage(message);
        }

        void flush() {
            epoch++;
            offset = 0;
            log.clear();
        }

        void loseNewest(int count) {
            for (int i = 0; i < count && !log.isEmpty(); i++) {
                log.removeLast();
                offset--;
            }
        }

        String epoch() {
            return "e" + epoch;
        }

        Position newest() {
            return new Position(epoch(), offset);
        }

        void answer() {
            if (!answers.isEmpty()) {
                answers.removeFirst().run();
            }
        }

        void answerAll() {
            while (!answers.isEmpty()) {
                answer();
            }
        }

        void failOne() {
            failNext = true;
        }

        void settle() {
            failNext = false;
            feed.onDisconnected();
            feed.onSubscribed();
            answerAll();
            while (!failed.isEmpty()) {
                feed.retry(failed.removeFirst());
                answerAll();
            }
            feed.verify();
            answerAll();
        }

        @Override
        public void read(ChannelFeed asking, ChannelFeed.Read read) {
            if (failNext) {
                failNext = false;
                answers.addLast(() -> {
                    asking.onReadFailed(read);
                    asking.retry(read);
                });
                return;
            }
            answers.addLast(() -> {
                boolean known = read.epoch().equals(epoch());
                List<Message> page = log.stream()
                        .filter(message -> !known || message.position().offset() >= read.firstOffset())
                        .limit(read.limit())
                        .toList();
                asking.onPage(read, new LogPage(newest(), page));
            });
        }

        @Override
        public void renew(ChannelFeed asking, String ended) {
            answers.addLast(() -> {
                if (ended.equals(epoch())) {
                    epoch++;
                    log.clear();
                }
                asking.onRenewed();
            });
        }

        @Override
        public void filled(int messages) {
            filled += messages;
        }

        @Override
        public void gap(GapReason reason) {
            // counted by what the follower sees
        }
    }

    private static final class Recorder implements FeedFollower {

        private final List<Signal> signals = new ArrayList<>();
        private final List<ChannelItem> items = new ArrayList<>();
        private Position start;

        @Override
        public void onAttached(ChannelId channel, Position position) {
            start = position;
        }

        @Override
        public void onSignals(ChannelId followed, List<Signal> happened) {
            signals.addAll(happened);
        }

        @Override
        public void onItem(ChannelId channel, ChannelItem item) {
            items.add(item);
        }

        List<Long> offsets() {
            return items.stream()
                    .filter(Message.class::isInstance)
                    .map(item -> item.position().offset())
                    .toList();
        }

        Position position() {
            return items.isEmpty() ? start : items.getLast().position();
        }

        void assertUnbroken() {
            Position at = start;
            var seen = new HashSet<String>();
            for (ChannelItem item : items) {
                switch (item) {
                    case Message message -> {
                        assertThat(message.position()).isEqualTo(new Position(at.epoch(), at.offset() + 1));
                        assertThat(seen.add(message.eventId())).isTrue();
                    }
                    case Gap gap -> assertThat(gap.from()).isEqualTo(at);
                    case ChannelItem.Change change -> throw new AssertionError("A feed brings whole messages.");
                }
                at = item.position();
            }
        }
    }
}
