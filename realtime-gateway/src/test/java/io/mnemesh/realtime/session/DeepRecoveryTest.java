package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelLog;
import io.mnemesh.testing.MeshTestResource;
import io.mnemesh.testing.identity.TestTokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Multi;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Who missed ten thousand messages gets them all, page by page, and then what is live. */
@Tag("slow")
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class DeepRecoveryTest {

    private static final String CHANNEL = "deep:a";
    private static final int MISSED = 10_000;
    private static final int AT_ONCE = 64;

    @Inject
    ChannelLog log;

    private final String tenant = "t-" + UUID.randomUUID().toString().substring(0, 8);
    private String epoch = "";

    @BeforeEach
    void miss() {
        Multi.createFrom()
                .range(0, MISSED)
                .onItem()
                .transformToUni(i -> log.publish(channel(), "id-" + i, payload()))
                .merge(AT_ONCE)
                .collect()
                .last()
                .await()
                .atMost(Duration.ofSeconds(60));
        epoch = log.position(channel()).await().atMost(Duration.ofSeconds(10)).epoch();
    }

    @Test
    void shouldBringTenThousandMessagesInTheOwnProtocol() {
        try (Client ana = Client.open(RestAssured.port, TestTokens.of(tenant, "ana"))) {
            boolean recovered = ana.recover(CHANNEL, 0, epoch).getBoolean("recovered");
            publishOneMore();

            List<Long> offsets = ana.next("event", MISSED + 1).stream()
                    .map(frame -> frame.getLong("offset"))
                    .toList();

            assertThat(recovered).isTrue();
            assertThat(offsets)
                    .isEqualTo(LongStream.rangeClosed(1, MISSED + 1).boxed().toList());
        }
    }

    @Test
    void shouldBringTenThousandMessagesInTheCentrifugeProtocol() {
        try (CentrifugeClient ana = CentrifugeClient.connected(RestAssured.port, TestTokens.of(tenant, "ana"))) {
            JsonObject subscribed = ana.recover(CHANNEL, 0, epoch);
            publishOneMore();
            var offsets = new ArrayList<Long>();
            JsonArray first = subscribed.getJsonArray("publications");
            for (int i = 0; i < first.size(); i++) {
                offsets.add(first.getJsonObject(i).getLong("offset"));
            }
            ana.publications(CHANNEL, MISSED + 1 - offsets.size())
                    .forEach(publication -> offsets.add(publication.getLong("offset")));

            assertThat(subscribed.getBoolean("recovered")).isTrue();
            assertThat(offsets)
                    .isEqualTo(LongStream.rangeClosed(1, MISSED + 1).boxed().toList());
        }
    }

    private void publishOneMore() {
        log.publish(channel(), "one-more", payload()).await().atMost(Duration.ofSeconds(10));
    }

    private static byte[] payload() {
        return "{\"text\":\"hello\"}".getBytes(StandardCharsets.UTF_8);
    }

    private ChannelId channel() {
        return new ChannelId(new TenantId(tenant), CHANNEL);
    }
}
