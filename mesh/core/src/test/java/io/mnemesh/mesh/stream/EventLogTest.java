package io.mnemesh.mesh.stream;

import static io.mnemesh.mesh.stream.StreamNode.event;
import static io.mnemesh.mesh.stream.StreamNode.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Gauge;
import io.mnemesh.mesh.redis.RedisFixture;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventLogTest {

    private final StreamNode node = new StreamNode(Map.of("mnemesh.mesh.retention", "1s", "mnemesh.mesh.batch", "16"));
    private final RedisEventLog log = node.log();

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(RedisFixture.PATIENCE);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(10));
    }

    @BeforeEach
    void empty() {
        RedisFixture.flush();
    }

    @AfterEach
    void close() {
        log.close();
        node.close();
    }

    /** A follower that notes what it is told and keeps its cursor, as an index does. */
    private static final class Notes implements EventFollower {
        private final ConcurrentLinkedQueue<String> events = new ConcurrentLinkedQueue<>();
        private final Map<Integer, String> positions = new ConcurrentHashMap<>();
        private final AtomicInteger gaps = new AtomicInteger();
        private final AtomicInteger calls = new AtomicInteger();
        private final AtomicInteger overlaps = new AtomicInteger();
        private final AtomicBoolean fails = new AtomicBoolean();

        @Override
        public String name() {
            return "notes";
        }

        @Override
        public Uni<Void> onEvents(List<FollowedEvent> batch) {
            if (calls.incrementAndGet() > 1) {
                overlaps.incrementAndGet();
            }
            return Uni.createFrom()
                    .voidItem()
                    .onItem()
                    .delayIt()
                    .by(Duration.ofMillis(2))
                    .invoke(() -> {
                        calls.decrementAndGet();
                        if (fails.compareAndSet(true, false)) {
                            throw new IllegalStateException("Once.");
                        }
                        batch.forEach(followed -> {
                            events.add(followed.event().subject() + "/" + number(followed.event()));
                            positions.put(
                                    followed.delivery().partition(),
                                    followed.delivery().streamId());
                        });
                    });
        }

        @Override
        public Uni<Void> onGap(Cursor resumeAt) {
            gaps.incrementAndGet();
            positions.clear();
            positions.putAll(resumeAt.positions());
            return Uni.createFrom().voidItem();
        }

        Cursor cursor() {
            return new Cursor(new HashMap<>(positions));
        }
    }

    private static List<io.mnemesh.mesh.event.MeshEvent<?>> some(int from, int to) {
        var events = new ArrayList<io.mnemesh.mesh.event.MeshEvent<?>>();
        IntStream.range(from, to).forEach(i -> events.add(event("s" + i % 7, i)));
        return events;
    }

    private void trimAll(int entries) {
        var trimmed = new AtomicInteger();
        await().until(() -> trimmed.addAndGet(node.trimmer()
                        .trim()
                        .await()
                        .atMost(RedisFixture.PATIENCE)
                        .intValue())
                == entries);
    }

    @Test
    void shouldShowEveryEventToEveryFollowerOneBatchAtATime() {
        // Given
        var first = new Notes();
        var second = new Notes();
        node.publish(some(0, 100));

        // When
        log.follow(Cursor.START, first);
        var following = log.follow(Cursor.START, second);
        second.fails.set(true);
        node.publish(some(100, 200));

        // Then
        await().until(() -> first.events.size() == 200 && second.events.size() == 200);
        assertThat(first.events).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(second.events);
        assertThat(first.overlaps.get() + second.overlaps.get()).isZero();
        assertThat(first.gaps).hasValue(0);
        for (int subject = 0; subject < 7; subject++) {
            String prefix = "s" + subject + "/";
            assertThat(second.events.stream()
                            .filter(e -> e.startsWith(prefix))
                            .map(e -> Integer.parseInt(e.substring(prefix.length()))))
                    .isSorted();
        }
        await().until(() -> following.backlog() == 0);
    }

    @Test
    void shouldResumeAtTheCursor() {
        // Given
        var notes = new Notes();
        node.publish(some(0, 20));
        var following = log.follow(Cursor.START, notes);
        await().until(() -> notes.events.size() == 20);
        following.close();
        node.publish(some(20, 30));

        // When
        log.follow(notes.cursor(), notes);

        // Then
        await().until(() -> notes.events.size() == 30);
        assertThat(notes.events).doesNotHaveDuplicates();
        assertThat(notes.gaps).hasValue(0);
    }

    @Test
    void shouldShowTheBacklogOfTheOneThatFollowsNow() {
        // Given
        var notes = new Notes();
        node.publish(some(0, 20));
        var before = log.follow(Cursor.START, notes);
        await().until(() -> before.backlog() == 0);
        before.close();
        assertThat(node.meters.find(StreamMetrics.FOLLOWER_BACKLOG).gauge()).isNull();

        // When
        var now = log.follow(notes.cursor(), notes);

        // Then
        Gauge shown = node.meters
                .get(StreamMetrics.FOLLOWER_BACKLOG)
                .tag(StreamMetrics.FOLLOWER, "notes")
                .gauge();
        await().until(() -> now.backlog() == 0);
        assertThat(shown.value()).isZero();
    }

    @Test
    void shouldStartBehindTheEndOfTheLog() {
        // Given
        node.publish(some(0, 20));
        Cursor end = log.end().await().atMost(RedisFixture.PATIENCE);
        var notes = new Notes();

        // When
        log.follow(end, notes);
        node.publish(event("new", 1));

        // Then
        await().until(() -> notes.events.size() == 1);
        assertThat(notes.events).containsExactly("new/1");
    }

    @Test
    void shouldTellOfAGapWhenTrimmedBelowTheCursorAndGoOnBehindIt() {
        // Given a follower that was away while entries it had not seen were trimmed
        var notes = new Notes();
        node.publish(some(0, 7));
        var following = log.follow(Cursor.START, notes);
        await().until(() -> notes.events.size() == 7);
        following.close();
        node.publish(some(7, 30));
        trimAll(30);

        // When
        log.follow(notes.cursor(), notes);

        // Then
        await().until(() -> notes.gaps.get() == 1);
        await().until(() -> {
            node.publish(event("after", 0));
            return notes.events.contains("after/0");
        });
        assertThat(notes.gaps).hasValue(1);
    }

    @Test
    void shouldNotTellOfAGapWhenOnlySeenEntriesWereTrimmed() {
        // Given
        var notes = new Notes();
        node.publish(some(0, 20));
        var following = log.follow(Cursor.START, notes);
        await().until(() -> notes.events.size() == 20);
        following.close();
        var trimmed = new AtomicInteger();
        await().until(() -> trimmed.addAndGet(node.trimmer()
                        .trim()
                        .await()
                        .atMost(RedisFixture.PATIENCE)
                        .intValue())
                == 20);

        // When
        log.follow(notes.cursor(), notes);
        node.publish(some(20, 25));

        // Then
        await().until(() -> notes.events.size() == 25);
        assertThat(notes.gaps).hasValue(0);
    }

    @Test
    void shouldTellOfAGapToANewFollowerOfATrimmedLog() {
        // Given
        node.publish(some(0, 20));
        trimAll(20);

        // When
        var notes = new Notes();
        log.follow(Cursor.START, notes);

        // Then
        await().until(() -> notes.gaps.get() == 1);
    }

    @Test
    void shouldTellOfAGapWhenTheLogWasLostOrTrimmedByHand() {
        // Given
        var notes = new Notes();
        node.publish(some(0, 20));
        var following = log.follow(Cursor.START, notes);
        await().until(() -> notes.events.size() == 20);
        following.close();

        // When
        node.publish(some(20, 40));
        for (int partition = 0; partition < 3; partition++) {
            RedisFixture.command(Request.cmd(Command.XTRIM)
                    .arg(StreamKeys.events(partition))
                    .arg("MAXLEN")
                    .arg(1));
        }
        var again = log.follow(notes.cursor(), notes);

        // Then
        await().until(() -> notes.gaps.get() == 1);
        again.close();

        // When
        RedisFixture.flush();
        log.follow(notes.cursor(), notes);

        // Then
        await().until(() -> notes.gaps.get() == 2);
    }

    @Test
    void shouldPassOverWhatCannotBeRead() {
        // Given
        var notes = new Notes();
        int partition = new Partitioner(3).partition(StreamNode.ACME, "s0");
        RedisFixture.command(Request.cmd(Command.XADD)
                .arg(StreamKeys.events(partition))
                .arg("*")
                .arg("rubbish")
                .arg("yes"));
        node.publish(event("s0", 0));

        // When
        log.follow(Cursor.START, notes);

        // Then
        await().until(() -> notes.events.size() == 1);
        assertThat(node.meters
                        .counter(StreamMetrics.FOLLOWER_SKIPPED, "follower", "notes")
                        .count())
                .isEqualTo(1);
    }

    @Test
    void shouldFollowOnAfterRedisWasKilled() {
        // Given
        var notes = new Notes();
        log.follow(Cursor.START, notes);
        node.publish(event("a", 0));
        await().until(() -> notes.events.size() == 1);

        // When
        RedisFixture.server().kill();
        RedisFixture.server().restart();

        // Then
        await().ignoreExceptions().until(() -> node.publish(event("b", 1)).size() == 1);
        await().until(() -> notes.events.contains("b/1"));
    }
}
