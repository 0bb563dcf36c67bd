package io.mnemesh.realtime.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.ErasureAcknowledged;
import io.mnemesh.mesh.event.payload.ErrorLearned;
import io.mnemesh.mesh.event.payload.MemoryContext;
import io.mnemesh.mesh.event.payload.MemoryCreated;
import io.mnemesh.mesh.event.payload.MemoryDeleted;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.stream.EventLog;
import io.mnemesh.mesh.stream.EventPublisher;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelDirectory;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import io.mnemesh.realtime.channel.Position;
import io.mnemesh.realtime.device.Drafts;
import io.mnemesh.realtime.history.ChannelKeys;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.realtime.mark.Mark;
import io.mnemesh.realtime.mark.Marks;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.TestServers;
import io.mnemesh.testing.erasure.ErasureListener;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
@Tag("slow")
class ErasureTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    @Inject
    EventPublisher publisher;

    @Inject
    EventFactory events;

    @Inject
    EventLog log;

    @Inject
    ChannelDirectory directory;

    @Inject
    ChannelLog channels;

    @Inject
    Marks marks;

    @Inject
    Drafts drafts;

    @Inject
    RedisLines redis;

    private final TenantId tenant =
            new TenantId("t-" + UUID.randomUUID().toString().substring(0, 8));
    private final String secret = "sq" + UUID.randomUUID().toString().replace("-", "");
    private final UUID erasure = UUID.randomUUID();

    @Test
    void shouldRemoveEventsThatTellOfErasedMemoriesAndKeepTheOthers() throws Exception {
        UUID gone = UUID.randomUUID();
        UUID kept = UUID.randomUUID();
        UUID forgottenLongAgo = UUID.randomUUID();
        publish(
                created(gone, "ana", "Ana said " + secret),
                created(forgottenLongAgo, "ana", "Earlier she said " + secret),
                created(kept, "bob", "Bob prefers tea"),
                learned(gone, "Failed at " + secret),
                deleted(gone));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(archived()).isEqualTo(5));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(shown()).hasSize(3));
        assertThat(places()).isNotEmpty();

        List<ErasureAcknowledged> answers = answersTo(request(1, gone), request(2, gone));

        assertThat(answers).extracting(ErasureAcknowledged::round).containsExactly(1, 2);
        assertThat(answers).extracting(ErasureAcknowledged::service).containsOnly("realtime");
        assertThat(answers.getFirst().removed()).isEqualTo(Map.of("events", 3L, "channels", 2L));
        assertThat(answers.getLast().removed()).isEqualTo(Map.of("events", 0L, "channels", 0L));
        assertThat(archived()).isEqualTo(2);
        assertThat(places()).isEmpty();
    }

    @Test
    void shouldAnswerTheSameWhenItIsAskedAgain() throws Exception {
        UUID gone = UUID.randomUUID();
        publish(created(gone, "ana", "Ana said " + secret));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(archived()).isEqualTo(1));
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> assertThat(shown()).hasSize(1));

        List<ErasureAcknowledged> answers = answersTo(request(1, gone), request(1, gone));

        assertThat(answers).extracting(ErasureAcknowledged::removed).containsOnly(Map.of("events", 1L, "channels", 1L));
    }

    @Test
    void shouldEmptyTheInboxOfAnErasedUserAndForgetHowFarTheyHaveCome() throws Exception {
        var own = new ChannelId(tenant, "inbox:ana");
        var others = new ChannelId(tenant, "inbox:bob");
        for (ChannelId inbox : List.of(own, others)) {
            channels.publish(inbox, UUID.randomUUID().toString(), secret.getBytes(StandardCharsets.UTF_8))
                    .await()
                    .atMost(PATIENCE);
        }
        Position come = channels.position(others).await().atMost(PATIENCE);
        var anas = new Mark("ana", "read");
        marks.set(others, anas, come).await().atMost(PATIENCE);
        marks.set(others, new Mark("bob", "read"), come).await().atMost(PATIENCE);
        forgetWhereMarksAre("ana");
        drafts.put(others, "ana", secret.getBytes(StandardCharsets.UTF_8))
                .await()
                .atMost(PATIENCE);

        List<ErasureAcknowledged> answers = answersTo(request(1), request(2));

        assertThat(answers.getFirst().removed()).isEqualTo(Map.of("events", 0L, "channels", 1L));
        assertThat(answers.getLast().removed()).isEqualTo(Map.of("events", 0L, "channels", 0L));
        assertThat(keysNaming("ana")).isZero();
        assertThat(read(own)).isEmpty();
        assertThat(read(others)).hasSize(1);
        assertThat(marks.find(others, anas).await().atMost(PATIENCE)).isEmpty();
        assertThat(marks.find(others, new Mark("bob", "read")).await().atMost(PATIENCE))
                .contains(come);
        assertThat(drafts.of(tenant, "ana").await().atMost(PATIENCE)).isEmpty();
    }

    /** Keys of the tenant with this name in theirs. */
    private int keysNaming(String user) {
        Response found = redis.send(Request.cmd(Command.KEYS).arg("*" + tenant.value() + "*" + user + "*"))
                .await()
                .atMost(PATIENCE);
        return found.size();
    }

    /** As with marks from before it was written down where they are. */
    private void forgetWhereMarksAre(String user) {
        redis.send(Request.cmd(Command.DEL).arg(ChannelKeys.marked(tenant, user)))
                .await()
                .atMost(PATIENCE);
    }

    private List<Message> read(ChannelId channel) {
        return channels.read(channel, "", 0, 10).await().atMost(PATIENCE).messages();
    }

    private MeshEvent<MemoryCreated> created(UUID id, String user, String content) {
        var context = new MemoryContext(user, null, null, null, null, null, null, List.of(), Map.of());
        return events.create(
                EventTypes.MEMORY_CREATED,
                tenant,
                id.toString(),
                new MemoryCreated(id, 1, "error", content, context, Map.of(), 0.5, NOON, user, NOON));
    }

    private MeshEvent<ErrorLearned> learned(UUID id, String template) {
        return events.create(
                EventTypes.ERROR_LEARNED,
                tenant,
                "group",
                new ErrorLearned(UUID.randomUUID(), template, id, 1, true, null, NOON, NOON));
    }

    private MeshEvent<MemoryDeleted> deleted(UUID id) {
        return events.create(EventTypes.MEMORY_DELETED, tenant, id.toString(), new MemoryDeleted(id, "error", NOON));
    }

    private MeshEvent<MemoryErased> request(int round, UUID... ids) {
        return events.create(
                EventTypes.MEMORY_ERASED,
                tenant,
                erasure.toString(),
                new MemoryErased(erasure, round, 1, 1, "ana", true, true, List.of(ids), NOON));
    }

    private void publish(MeshEvent<?>... told) {
        publisher.publish(List.of(told)).await().atMost(PATIENCE);
    }

    private List<ErasureAcknowledged> answersTo(MeshEvent<?>... requests) {
        var answers = new CopyOnWriteArrayList<ErasureAcknowledged>();
        Cursor end = log.end().await().atMost(PATIENCE);
        try (EventLog.Following following = log.follow(end, new ErasureListener(erasure, answers))) {
            publish(requests);
            await().atMost(PATIENCE)
                    .pollInterval(Duration.ofMillis(50))
                    .untilAsserted(() -> assertThat(answers).hasSize(requests.length));
            assertThat(following.backlog()).isGreaterThanOrEqualTo(0);
        }
        return List.copyOf(answers);
    }

    private List<Message> shown() {
        return channels.read(directory.channelOf(tenant, EventTypes.MEMORY_CREATED), "", 0, 100)
                .await()
                .atMost(PATIENCE)
                .messages();
    }

    private long archived() throws SQLException {
        try (var connection = superuser();
                var query = connection.prepareStatement("select count(*) from realtime.event where tenant = ?")) {
            query.setString(1, tenant.value());
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    /** Rows, files and channels that hold the secret; the event log itself is memory-service's to free. */
    private Set<String> places() throws SQLException, IOException {
        var found = new TreeSet<String>();
        try (var connection = superuser();
                var statement = connection.createStatement()) {
            statement.execute("checkpoint");
            Path data;
            try (var rows = statement.executeQuery("show data_directory")) {
                rows.next();
                data = Path.of(rows.getString(1));
            }
            try (Stream<Path> all = Files.walk(data.resolve("base"))) {
                for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                    if (holds(file)) {
                        found.add("file " + file);
                    }
                }
            }
        }
        EventTypes.FAMILIES.forEach(type -> channels.read(directory.channelOf(tenant, type), "", 0, 100)
                .await()
                .atMost(PATIENCE)
                .messages()
                .forEach(message -> {
                    if (new String(message.payload(), StandardCharsets.UTF_8).contains(secret)) {
                        found.add("channel " + type.shortName());
                    }
                }));
        return found;
    }

    private boolean holds(Path file) throws IOException {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(secret);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    private static java.sql.Connection superuser() throws SQLException {
        return DriverManager.getConnection(TestServers.postgres().jdbcUrl(), "postgres", "postgres");
    }
}
