package io.mnemesh.mesh.stream;

import static io.mnemesh.mesh.stream.StreamNode.event;
import static io.mnemesh.mesh.stream.StreamNode.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.redis.RedisFixture;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventErasureTest {

    private static final String STREAM = StreamKeys.events(0);

    private final StreamNode node = new StreamNode(Map.of("mnemesh.mesh.partitions", "1"));

    @BeforeAll
    static void patience() {
        Awaitility.setDefaultTimeout(RedisFixture.PATIENCE);
        Awaitility.setDefaultPollInterval(Duration.ofMillis(20));
    }

    @BeforeEach
    void empty() {
        RedisFixture.flush();
        RedisFixture.command(
                Request.cmd(Command.CONFIG).arg("SET").arg("rdbcompression").arg("no"));
    }

    @AfterEach
    void close() {
        node.close();
    }

    private long erase() {
        return new RedisEventErasure(node.lines, node.runtime.config())
                .erase(EventErasureTest::isSecret)
                .await()
                .atMost(RedisFixture.PATIENCE);
    }

    private static boolean isSecret(Map<String, String> fields) {
        return fields.getOrDefault("ce_subject", "").startsWith("secret");
    }

    private static Response command(Object... words) {
        var request = Request.cmd(Command.create(words[0].toString()));
        for (int i = 1; i < words.length; i++) {
            request.arg(words[i].toString());
        }
        return RedisFixture.command(request);
    }

    private static String onDisk(String key) {
        return new String(command("DUMP", key).toBytes(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void shouldLeaveNoByteOfAnEntryAndEveryOtherAsItWas() {
        node.publish(IntStream.range(0, 700)
                .mapToObj(i -> event(i % 7 == 0 ? "secret-" + i : "plain-" + i, i))
                .toList());
        List<String> kept = command("XRANGE", STREAM, "-", "+").stream()
                .map(Response::toString)
                .filter(entry -> !entry.contains("secret-"))
                .toList();
        String last = RedisStreamStats.text(command("XINFO", "STREAM", STREAM), "last-generated-id");
        assertThat(onDisk(STREAM)).contains("secret-7");

        long removed = erase();

        assertThat(removed).isEqualTo(100);
        assertThat(command("XRANGE", STREAM, "-", "+").stream().map(Response::toString))
                .containsExactlyElementsOf(kept);
        assertThat(onDisk(STREAM)).doesNotContain("secret-");
        assertThat(RedisStreamStats.text(command("XINFO", "STREAM", STREAM), "last-generated-id"))
                .isEqualTo(last);
        assertThat(command("KEYS", "*").stream().map(Response::toString)).noneMatch(key -> key.endsWith(":scratch"));
        assertThat(erase()).isZero();
    }

    @Test
    void shouldKeepWhatGroupsHaveReadAndWhatIsPending() {
        List<String> ids = node.publish(List.of(
                event("plain", 1), event("secret", 2), event("plain", 3), event("secret", 4), event("plain", 5)));
        command("XGROUP", "CREATE", STREAM, "g", "0");
        command("XREADGROUP", "GROUP", "g", "owner", "COUNT", 3, "STREAMS", STREAM, ">");

        erase();

        Response pending = command("XPENDING", STREAM, "g", "-", "+", 10);
        assertThat(pending.stream().map(one -> one.get(0).toString())).containsExactly(ids.get(0), ids.get(2));
        assertThat(pending.stream().map(one -> one.get(1).toString())).containsOnly("owner");
        assertThat(pending.stream().map(one -> one.get(3).toInteger())).containsOnly(1);
        String read = command("XREADGROUP", "GROUP", "g", "owner", "COUNT", 9, "STREAMS", STREAM, ">")
                .toString();
        assertThat(read).contains(ids.get(4)).doesNotContain(ids.get(3)).doesNotContain(ids.get(0));
    }

    @Test
    void shouldKeepConsumersAndFollowersGoingWithoutAGap() {
        var handled = new CopyOnWriteArrayList<Integer>();
        var followed = new CopyOnWriteArrayList<Integer>();
        var gaps = new CopyOnWriteArrayList<Cursor>();
        node.subscribe("g", (event, delivery) -> {
            handled.add(number(event));
            return Uni.createFrom().voidItem();
        });
        node.publish(event("secret", 1), event("plain", 2), event("secret", 3));
        try (EventLog.Following following = node.log().follow(Cursor.START, follower(followed, gaps))) {
            await().untilAsserted(() -> assertThat(followed).containsExactly(1, 2, 3));
            await().untilAsserted(() -> assertThat(handled).containsExactlyInAnyOrder(1, 2, 3));
            await().until(() -> node.backlog("g") == 0);

            assertThat(erase()).isEqualTo(2);
            node.publish(event("plain", 4));

            await().untilAsserted(() -> assertThat(followed).containsExactly(1, 2, 3, 4));
            await().untilAsserted(() -> assertThat(handled).containsExactlyInAnyOrder(1, 2, 3, 4));
            await().until(() -> following.backlog() == 0);
        }
        assertThat(gaps).isEmpty();

        var fromTheStart = new CopyOnWriteArrayList<Integer>();
        try (EventLog.Following following = node.log().follow(Cursor.START, follower(fromTheStart, gaps))) {
            await().untilAsserted(() -> assertThat(fromTheStart).containsExactly(2, 4));
            await().until(() -> following.backlog() == 0);
        }
        assertThat(gaps).isEmpty();
    }

    @Test
    void shouldEraseDeadLettersAndWhatIsToBeHandledAgain() {
        node.subscribe("g", 1, (event, delivery) -> Uni.createFrom().failure(new IllegalStateException("no")));
        node.publish(event("secret", 1), event("plain", 2));
        await().until(() -> letters().size() == 2);

        assertThat(erase()).isEqualTo(2);

        assertThat(letters())
                .extracting(letter -> letter.fields().get("ce_subject"))
                .containsExactly("plain");
        assertThat(onDisk(StreamKeys.deadLetters(0, "g"))).doesNotContain("secret");
    }

    @Test
    void shouldLeaveAnEmptyStreamThatGoesOn() {
        List<String> ids = node.publish(event("secret", 1));

        erase();
        List<String> next = node.publish(event("plain", 2));

        assertThat(command("XLEN", STREAM).toInteger()).isEqualTo(1);
        assertThat(next.getFirst()).isGreaterThan(ids.getFirst());
    }

    private List<DeadLetter> letters() {
        return node.deadLetters()
                .list("g", null, 100, null)
                .await()
                .atMost(RedisFixture.PATIENCE)
                .items();
    }

    private static EventFollower follower(List<Integer> followed, List<Cursor> gaps) {
        return new EventFollower() {
            @Override
            public String name() {
                return "test";
            }

            @Override
            public Uni<Void> onEvents(List<FollowedEvent> events) {
                events.forEach(one -> followed.add(number(one.event())));
                return Uni.createFrom().voidItem();
            }

            @Override
            public Uni<Void> onGap(Cursor resumeAt) {
                gaps.add(resumeAt);
                return Uni.createFrom().voidItem();
            }
        };
    }
}
