package io.mnemesh.mesh.stream;

import static io.mnemesh.mesh.stream.StreamNode.event;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.problem.Failures;
import io.mnemesh.mesh.redis.RedisFixture;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrimmingTest {

    private static final String STREAM = StreamKeys.events(0);

    private final StreamNode node = new StreamNode(Map.of(
            "mnemesh.mesh.partitions", "1", "mnemesh.mesh.retention", "1s", "mnemesh.mesh.retained-entries", "5"));

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(RedisFixture.PATIENCE);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }

    @BeforeEach
    void empty() {
        RedisFixture.flush();
    }

    @AfterEach
    void close() {
        node.close();
    }

    private long trim() {
        return node.trimmer().trim().await().atMost(RedisFixture.PATIENCE);
    }

    private static long length() {
        return RedisFixture.command(Request.cmd(Command.XLEN).arg(STREAM)).toLong();
    }

    private void group(String name) {
        RedisFixture.command(Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(STREAM)
                .arg(name)
                .arg("0")
                .arg("MKSTREAM"));
    }

    private void read(String group, int count) {
        RedisFixture.command(Request.cmd(Command.XREADGROUP)
                .arg("GROUP")
                .arg(group)
                .arg("c")
                .arg("COUNT")
                .arg(count)
                .arg("STREAMS")
                .arg(STREAM)
                .arg(">"));
    }

    private void acknowledge(String group, String id) {
        RedisFixture.command(Request.cmd(Command.XACK).arg(STREAM).arg(group).arg(id));
    }

    private List<String> publish(int count) {
        return node.publish(
                IntStream.range(0, count).mapToObj(i -> event("s", i)).toList());
    }

    private void letTheRetentionPass(String newest) {
        long due = Long.parseLong(newest.substring(0, newest.indexOf('-'))) + 1_100;
        await().until(() -> System.currentTimeMillis() > due);
    }

    @Test
    void shouldKeepEverythingWithinTheRetention() {
        publish(50);
        assertThat(trim()).isZero();
        assertThat(length()).isEqualTo(50);
    }

    @Test
    void shouldKeepTheNewestEntriesHoweverOld() {
        // Given
        letTheRetentionPass(publish(50).getLast());

        // When / Then
        assertThat(trim()).isEqualTo(45);
        assertThat(length()).isEqualTo(5);
        assertThat(trim()).isZero();
    }

    @Test
    void shouldNeverRemoveWhatTheSlowestGroupHasNotReadOrNotAcknowledged() {
        // Given a quick group, a slow one and one that holds an early entry
        group("quick");
        group("slow");
        group("holding");
        List<String> ids = publish(50);
        read("quick", 50);
        ids.forEach(id -> acknowledge("quick", id));
        read("slow", 20);
        ids.subList(0, 20).forEach(id -> acknowledge("slow", id));
        read("holding", 50);
        ids.stream().filter(id -> !id.equals(ids.get(10))).forEach(id -> acknowledge("holding", id));
        letTheRetentionPass(ids.getLast());

        // When / Then
        assertThat(trim()).isEqualTo(10);
        acknowledge("holding", ids.get(10));
        assertThat(trim()).isEqualTo(10);
        assertThat(trim()).isZero();
        assertThat(length()).isEqualTo(30);

        // When the slow group is given up
        node.replay().forget("slow").await().atMost(RedisFixture.PATIENCE);

        // Then
        assertThat(trim()).isEqualTo(25);
    }

    @Test
    void shouldNotLoseAnEventWhileTrimmingRunsBesideReading() {
        // Given
        var seen = new AtomicInteger();
        var done = new AtomicBoolean();
        node.subscribe("reader", (event, delivery) -> {
            seen.incrementAndGet();
            return Uni.createFrom().voidItem();
        });
        var trimmer = Thread.ofVirtual().start(() -> {
            while (!done.get()) {
                trim();
            }
        });

        // When
        for (int i = 0; i < 60; i++) {
            publish(50);
        }

        // Then
        await().until(() -> seen.get() == 3000);
        await().until(() -> node.backlog("reader") == 0);
        done.set(true);
        await().until(() -> !trimmer.isAlive());
    }

    @Test
    void shouldGiveNothingToAHolderThatLostItsLease() {
        // Given
        group("g");
        RedisFixture.command(Request.cmd(Command.XGROUP)
                .arg("CREATE")
                .arg(StreamKeys.redelivery(0, "g"))
                .arg("g")
                .arg("0")
                .arg("MKSTREAM"));
        publish(1);
        var old = new PartitionLease(node.lines, StreamKeys.lease(0, "g"), "old/1", Duration.ofMillis(300));
        var next = new PartitionLease(node.lines, StreamKeys.lease(0, "g"), "next/1", Duration.ofSeconds(30));
        assertThat(old.acquire().await().atMost(RedisFixture.PATIENCE)).isTrue();
        assertThat(next.acquire().await().atMost(RedisFixture.PATIENCE)).isFalse();
        await().until(() -> next.acquire().await().atMost(RedisFixture.PATIENCE));

        // When
        Throwable failure = StreamScripts.READ
                .run(
                        node.lines,
                        List.of(old.key(), STREAM, StreamKeys.redelivery(0, "g")),
                        List.of(old.token(), "g", "owner", "10"))
                .onItem()
                .transform(answer -> (Throwable) new AssertionError("It read."))
                .onFailure()
                .recoverWithItem(error -> error)
                .await()
                .atMost(RedisFixture.PATIENCE);

        // Then
        assertThat(Failures.isRedisError(failure, "FENCED")).isTrue();
        assertThat(old.renew().await().atMost(RedisFixture.PATIENCE)).isFalse();
        assertThat(old.release().await().atMost(RedisFixture.PATIENCE)).isFalse();
        assertThat(next.renew().await().atMost(RedisFixture.PATIENCE)).isTrue();
    }

    @Test
    void shouldReportBacklogAgeAndDeadLettersOfAGroup() {
        // Given
        group("g");
        List<String> ids = publish(10);
        read("g", 4);
        acknowledge("g", ids.getFirst());
        letTheRetentionPass(ids.getLast());

        // When
        var stats =
                node.stats().group("g").await().atMost(RedisFixture.PATIENCE).getFirst();

        // Then
        assertThat(stats.unread()).isEqualTo(6);
        assertThat(stats.pending()).isEqualTo(3);
        assertThat(stats.backlog()).isEqualTo(9);
        assertThat(stats.oldestUnread()).isBetween(Duration.ofSeconds(1), Duration.ofSeconds(20));
        assertThat(stats.deadLetters()).isZero();
        var partition =
                node.stats().partitions().await().atMost(RedisFixture.PATIENCE).getFirst();
        assertThat(partition.length()).isEqualTo(10);
        assertThat(partition.firstId()).isEqualTo(ids.getFirst());
        assertThat(partition.lastId()).isEqualTo(ids.getLast());
        assertThat(partition.groups()).extracting(StreamStats.GroupStats::group).containsExactly("g");
    }
}
