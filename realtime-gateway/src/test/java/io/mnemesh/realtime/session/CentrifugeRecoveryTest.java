package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What clients that come back are told of what they missed. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class CentrifugeRecoveryTest extends CentrifugeFixture {

    @Test
    void shouldBringExactlyWhatWasMissed() {
        String epoch = epoch();
        IntStream.rangeClosed(1, 400).forEach(i -> publish("id-" + i));

        CentrifugeClient client = connected();
        JsonObject subscribed = client.recover(CHANNEL, 10, epoch);
        JsonArray first = subscribed.getJsonArray("publications");
        List<Long> offsets = new ArrayList<>(offsets(first));
        client.publications(CHANNEL, 390 - first.size())
                .forEach(publication -> offsets.add(publication.getLong("offset")));
        publish("id-401");

        assertThat(subscribed.getBoolean("was_recovering")).isTrue();
        assertThat(subscribed.getBoolean("recovered")).isTrue();
        assertThat(subscribed.getLong("offset")).isEqualTo(10);
        assertThat(subscribed.getString("epoch")).isEqualTo(epoch);
        assertThat(first).hasSize(256);
        assertThat(first.getJsonObject(0).getJsonObject("data").getString("eventId"))
                .isEqualTo("id-11");
        assertThat(offsets)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(11, 400).boxed().toList());
        assertThat(client.push(CHANNEL).getJsonObject("pub").getLong("offset")).isEqualTo(401);
        client.assertSilent();
    }

    @Test
    void shouldSayRecoveredWhenNothingWasMissed() {
        String epoch = epoch();
        publish("id-1");

        CentrifugeClient client = connected();
        JsonObject subscribed = client.recover(CHANNEL, 1, epoch);

        assertThat(subscribed.getBoolean("recovered")).isTrue();
        assertThat(subscribed.getLong("offset")).isEqualTo(1);
        assertThat(subscribed.containsKey("publications")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 1005", "0, 3", "17, 3"})
    void shouldSayNotRecoveredWhenSomethingIsLost(long offset, int published) {
        String epoch = published > 1000 ? epoch() : "an-epoch-of-before";
        IntStream.rangeClosed(1, published).forEach(i -> publish("id-" + i));

        CentrifugeClient client = connected();
        JsonObject subscribed = client.recover(CHANNEL, offset, epoch);
        publish("last");

        assertThat(subscribed.getBoolean("was_recovering")).isTrue();
        assertThat(subscribed.containsKey("recovered")).isFalse();
        assertThat(subscribed.containsKey("publications")).isFalse();
        assertThat(subscribed.getLong("offset")).isEqualTo(published);
        assertThat(client.push(CHANNEL).getJsonObject("pub").getLong("offset")).isEqualTo(published + 1);
    }

    @Test
    void shouldRefuseASubscriptionThatLostSomethingWhenTheClientSaysSo() {
        publish("id-1");
        CentrifugeClient client = connected();

        int code = client.failure(
                "subscribe",
                CentrifugeClient.recovery(CHANNEL, 17, "an-epoch-of-before").put("flag", 3));

        assertThat(code).isEqualTo(112);
        client.subscribe(CHANNEL);
    }

    @Test
    void shouldEndASubscriptionWhosePositionIsLost() {
        CentrifugeClient client = connected();
        String epoch = client.subscribe(CHANNEL).getString("epoch");
        publish("id-1");
        client.publications(CHANNEL, 1);

        log.renew(channel(), epoch).await().atMost(Duration.ofSeconds(10));
        publish("id-2");
        JsonObject push = client.push(CHANNEL);
        publish("id-3");

        assertThat(push.getJsonObject("unsubscribe").getInteger("code")).isEqualTo(2500);
        assertThat(push.getJsonObject("unsubscribe").getString("reason")).isEqualTo("insufficient state");
        client.assertSilent();
        JsonObject again = client.recover(CHANNEL, 1, epoch);
        assertThat(again.getBoolean("was_recovering")).isTrue();
        assertThat(again.containsKey("recovered")).isFalse();
        assertThat(again.getString("epoch")).isNotEqualTo(epoch);
        publish("id-4");
        assertThat(client.push(CHANNEL).getJsonObject("pub").getLong("offset")).isEqualTo(again.getLong("offset") + 1);
    }

    @Test
    void shouldReadTheHistory() {
        String epoch = epoch();
        IntStream.rangeClosed(1, 300).forEach(i -> publish("id-" + i));
        CentrifugeClient client = connected();

        JsonObject position = client.call("history", history(0));
        JsonObject oldest = client.call("history", history(2));
        JsonObject all = client.call("history", history(-1));
        JsonObject behind = client.call("history", history(3).put("since", position(7, epoch)));
        JsonObject newest = client.call("history", history(3).put("reverse", true));
        JsonObject before =
                client.call("history", history(3).put("reverse", true).put("since", position(3, epoch)));
        JsonObject end = client.call("history", history(3).put("since", position(300, epoch)));

        assertThat(position.getLong("offset")).isEqualTo(300);
        assertThat(position.getString("epoch")).isEqualTo(epoch);
        assertThat(position.getJsonArray("publications")).isEmpty();
        assertThat(offsets(oldest.getJsonArray("publications"))).containsExactly(1L, 2L);
        assertThat(offsets(all.getJsonArray("publications")))
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 256).boxed().toList());
        assertThat(offsets(behind.getJsonArray("publications"))).containsExactly(8L, 9L, 10L);
        assertThat(offsets(newest.getJsonArray("publications"))).containsExactly(300L, 299L, 298L);
        assertThat(offsets(before.getJsonArray("publications"))).containsExactly(2L, 1L);
        assertThat(end.getJsonArray("publications")).isEmpty();
    }

    @Test
    void shouldSayThatTheHistoryDoesNotReachBack() {
        String epoch = epoch();
        publish("id-1");
        CentrifugeClient client = connected();

        assertThat(client.failure("history", history(3).put("since", position(1, "another"))))
                .isEqualTo(112);
        assertThat(client.failure("history", history(3).put("since", position(2, epoch))))
                .isEqualTo(112);
        assertThat(client.failure("history", history(3).put("reverse", true).put("since", position(1, "another"))))
                .isEqualTo(112);
    }
}
