package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.mnemesh.embedded.OptionalTool;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Differences, filters and remote calls under the client of npm, if {@code ./mnemesh tools centrifuge-client} got it. */
@Tag("slow")
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CentrifugeClientDataTest {

    private static final String CHANNEL = "events:alert_raised";
    private static final String TEXT = "Grüße — a text that all of these have, and that is worth leaving out 😀";

    private static @Nullable NodeClients clients;

    @Inject
    ChannelLog log;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private final String ana = "ana of " + tenant;

    @BeforeEach
    void start() throws IOException {
        Optional<Path> folder = OptionalTool.folder("centrifuge-client");
        assumeThat(folder).as("./mnemesh tools centrifuge-client").isPresent();
        if (clients == null) {
            clients = new NodeClients(folder.orElseThrow(), RestAssured.port);
        }
    }

    @AfterEach
    void leave() {
        if (clients != null) {
            act("disconnect", new JsonObject());
        }
    }

    @AfterAll
    static void stop() throws IOException, InterruptedException {
        if (clients != null) {
            clients.stop();
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldPutTogetherWhatComesAsDifferencesOfWhatTheTokenLetsBeSeen(Way way) {
        var loud = Map.of("events:*", Map.of("key", "data.loud", "cmp", "eq", "val", "true"));
        connect(way, TestTokens.showing(tenant, "ana", loud));
        subscribe(new JsonObject().put("delta", "fossil"));

        for (int i = 1; i <= 12; i++) {
            publish(i, i % 3 != 0);
        }
        List<JsonObject> publications = clients().next(ana, "publication", 8);
        act("drop", new JsonObject());
        clients().next(ana, "subscribing");
        publish(13, true);
        publish(14, false);
        act("comeBack", new JsonObject());
        JsonObject subscribed = clients().await(ana, "subscribed");
        JsonObject missed = clients().next(ana, "publication");
        publish(15, true);
        publish(16, true);
        List<JsonObject> later = clients().next(ana, "publication", 2);
        act("deltaStats", new JsonObject().put("channel", CHANNEL));
        JsonObject stats = clients().next(ana, "result").getJsonObject("value");

        assertThat(publications)
                .extracting(publication -> publication.getLong("offset"))
                .containsExactly(1L, 2L, 4L, 5L, 7L, 8L, 10L, 11L);
        assertThat(publications).allSatisfy(CentrifugeClientDataTest::isWhole);
        assertThat(subscribed.getBoolean("recovered")).isTrue();
        assertThat(missed.getLong("offset")).isEqualTo(13);
        isWhole(missed);
        assertThat(later)
                .extracting(publication -> publication.getLong("offset"))
                .containsExactly(15L, 16L);
        assertThat(later).allSatisfy(CentrifugeClientDataTest::isWhole);
        // Whole are the first one, the one that was missed, and the one behind it; more where the client was told one
        // by one.
        assertThat(stats.getInteger("numPublications")).isEqualTo(11);
        assertThat(stats.getInteger("numFullPayloads")).isEqualTo(3);
        assertThat(stats.getInteger("numDeltaPayloads")).isEqualTo(8);
        assertThat(stats.getDouble("compressionRatio")).isGreaterThan(0.4);
    }

    @ParameterizedTest
    @EnumSource
    void shouldBringWhatTheClientAsksFor(Way way) {
        connect(way, TestTokens.of(tenant, "ana"));
        var filter = new JsonObject()
                .put("op", "and")
                .put(
                        "nodes",
                        List.of(
                                new JsonObject()
                                        .put("key", "data.n")
                                        .put("cmp", "gt")
                                        .put("val", "2"),
                                new JsonObject()
                                        .put("key", "data.loud")
                                        .put("cmp", "in")
                                        .put("vals", List.of("true"))));
        subscribe(new JsonObject().put("tagsFilter", filter));

        for (int i = 1; i <= 4; i++) {
            publish(i, i != 3);
        }

        assertThat(clients().next(ana, "publication").getLong("offset")).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource
    void shouldAnswerRemoteCalls(Way way) {
        connect(way, TestTokens.of(tenant, "ana"));
        publish(1, true);

        act(
                "rpc",
                new JsonObject().put("method", "channel.last").put("data", new JsonObject().put("channel", CHANNEL)));
        JsonObject answer = clients().next(ana, "result").getJsonObject("value").getJsonObject("data");
        act("rpc", new JsonObject().put("method", "metric.current").put("data", new JsonObject().put("name", "cpu")));
        JsonObject failure = clients().next(ana, "failure");

        assertThat(answer.getLong("offset")).isEqualTo(1);
        assertThat(answer.getJsonArray("items")
                        .getJsonObject(0)
                        .getJsonObject("payload")
                        .getJsonObject("data")
                        .getString("text"))
                .isEqualTo(TEXT);
        assertThat(failure.getInteger("code")).isEqualTo(404);
    }

    private static void isWhole(JsonObject publication) {
        JsonObject data = publication.getJsonObject("data").getJsonObject("data");
        assertThat(data.getString("text")).isEqualTo(TEXT);
        assertThat(data.getLong("n")).isEqualTo(publication.getLong("offset"));
    }

    private void connect(Way way, String token) {
        act("connect", way.options().put("token", token));
        clients().next(ana, "connected");
    }

    private void subscribe(JsonObject options) {
        act("subscribe", options.put("channel", CHANNEL));
        clients().next(ana, "subscribing");
        clients().next(ana, "subscribed");
    }

    private void act(String action, JsonObject more) {
        clients().act(ana, action, more);
    }

    private static NodeClients clients() {
        return Objects.requireNonNull(clients);
    }

    private void publish(int number, boolean loud) {
        byte[] payload = "{\"event\":\"alert_raised\",\"data\":{\"text\":\"%s\",\"n\":%d,\"loud\":%s}}"
                .formatted(TEXT, number, loud)
                .getBytes(StandardCharsets.UTF_8);
        log.publish(new ChannelId(new TenantId(tenant), CHANNEL), "id-" + number, payload)
                .await()
                .atMost(Duration.ofSeconds(10));
    }
}
