package io.mnemesh.realtime.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** What clients that come back are told of what they missed. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class SocketRecoveryTest extends SocketFixture {

    @Test
    void shouldBringExactlyWhatWasMissedWhenAClientComesBack() {
        Client witness = open(token());
        witness.subscribe(CHANNEL);
        Client before = open(token());
        String epoch = before.subscribe(CHANNEL).getString("epoch");
        channel("id-1");
        channel("id-2");
        long seen = before.next("event", 2).getLast().getLong("offset");
        before.close();
        IntStream.rangeClosed(3, 40).forEach(i -> channel("id-" + i));
        assertThat(witness.next("event", 40)).hasSize(40);

        Client after = open(token());
        JsonObject entry = after.recover(CHANNEL, seen, epoch);
        List<JsonObject> missed = after.next("event", 38);
        channel("id-41");

        assertThat(entry.getBoolean("recovered")).isTrue();
        assertThat(entry.getLong("offset")).isEqualTo(40);
        assertThat(offsets(missed))
                .containsExactlyElementsOf(LongStream.rangeClosed(3, 40).boxed().toList());
        assertThat(after.next("event").getLong("offset")).isEqualTo(41);
        after.assertSilent();
    }

    @Test
    void shouldLeaveNeitherHoleNorDuplicateWhenEventsComeDuringRecovery() {
        String epoch = open(token()).subscribe(CHANNEL).getString("epoch");
        IntStream.rangeClosed(1, 300).forEach(i -> channel("id-" + i));
        Thread publisher =
                Thread.ofVirtual().start(() -> IntStream.rangeClosed(301, 900).forEach(i -> channel("id-" + i)));

        List<List<JsonObject>> seen = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Client client = open(token());
            assertThat(client.recover(CHANNEL, 10L * i, epoch).getBoolean("recovered"))
                    .isTrue();
            seen.add(client.next("event", 900 - 10 * i));
        }

        await().atMost(Duration.ofSeconds(30)).until(() -> !publisher.isAlive());
        for (int i = 0; i < seen.size(); i++) {
            assertThat(offsets(seen.get(i)))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(10L * i + 1, 900).boxed().toList());
        }
    }

    @Test
    void shouldAnnounceAGapWhenTheHistoryDoesNotReachBack() {
        String epoch = open(token()).subscribe(CHANNEL).getString("epoch");
        IntStream.rangeClosed(1, 1005).forEach(i -> channel("id-" + i));

        Client client = open(token());
        JsonObject entry = client.recover(CHANNEL, 2, epoch);
        JsonObject gap = client.next("gap");
        List<JsonObject> rest = client.next("event", 1000);

        assertThat(entry.getBoolean("recovered")).isFalse();
        assertThat(gap.getString("reason")).isEqualTo("history_trimmed");
        assertThat(gap.getJsonObject("from").getLong("offset")).isEqualTo(2);
        assertThat(gap.getJsonObject("to").getLong("offset")).isEqualTo(5);
        assertThat(rest.getFirst().getLong("offset")).isEqualTo(6);
        assertThat(rest.getLast().getLong("offset")).isEqualTo(1005);
    }

    @Test
    void shouldAnnounceAGapWhenTheEpochIsAnother() {
        channel("id-1");

        Client client = open(token());
        JsonObject entry = client.recover(CHANNEL, 17, "an-epoch-of-before");

        assertThat(entry.getBoolean("recovered")).isFalse();
        JsonObject gap = client.next("gap");
        assertThat(gap.getString("reason")).isEqualTo("epoch_changed");
        assertThat(gap.getJsonObject("to").getString("epoch")).isEqualTo(entry.getString("epoch"));
        assertThat(client.next("event").getLong("offset")).isEqualTo(1);
    }

    @Test
    void shouldAnnounceAGapWhenThePositionIsAheadOfTheChannel() {
        String epoch = open(token()).subscribe(CHANNEL).getString("epoch");

        Client client = open(token());

        assertThat(client.recover(CHANNEL, 1_000, epoch).getBoolean("recovered"))
                .isFalse();
        assertThat(client.next("gap").getString("reason")).isEqualTo("unknown_position");
    }

    @Test
    void shouldSayRecoveredWhenNothingWasMissed() {
        String epoch = open(token()).subscribe(CHANNEL).getString("epoch");
        channel("id-1");

        Client client = open(token());

        assertThat(client.recover(CHANNEL, 1, epoch).getBoolean("recovered")).isTrue();
        client.assertSilent();
    }
}
