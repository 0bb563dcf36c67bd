package io.mnemesh.gateway;

import static io.mnemesh.gateway.RelayMessages.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose turn it is, and what happens to messages whose sender, gateway or time is gone. */
@QuarkusTest
@WithTestResource(MeshTestResource.class)
@WithTestResource(MessageServices.class)
class MessageQueueTest {

    private final String mark = "q-" + UUID.randomUUID().toString().substring(0, 8);
    private RelayMessages ana;
    private RelayMessages others;

    @BeforeEach
    void occupy() {
        ana = new RelayMessages(Tokens.of(mark, "ana", "member", "priority"), mark);
        others = new RelayMessages(Tokens.of("r" + mark, "rae", "member"), mark);
        new RelayMessages(Tokens.of("z" + mark, "zoe", "member"), "z" + mark).occupy();
    }

    @AfterEach
    void release() {
        ana.release();
    }

    private List<String> names() {
        return ana.seen().getList("name");
    }

    private static void waited(String id, int seconds) throws SQLException {
        sql(
                "update gateway.relay_message set due_at = now() - interval '" + seconds
                        + " seconds' where id = ?::uuid",
                id);
    }

    @Test
    void shouldSendWhatIsUrgentFirst() throws Exception {
        String low = ana.send("low", "good", Map.of("priority", "low"));
        String normal = ana.send("normal", "good");
        String high = ana.send("high", "good", Map.of("priority", "high"));
        for (String id : List.of(low, normal, high)) {
            waited(id, 60);
        }

        ana.release();

        ana.awaitState(low, "delivered");
        assertThat(names()).containsExactly("high", "normal", "low");
    }

    @Test
    void shouldNotStarveWhatIsNotUrgent() throws Exception {
        String low = ana.send("low", "good", Map.of("priority", "low"));
        String high = ana.send("high", "good", Map.of("priority", "high"));
        waited(low, 1700);
        waited(high, 100);

        ana.release();

        ana.awaitState(high, "delivered");
        assertThat(names()).containsExactly("low", "high");
    }

    @Test
    void shouldGiveEachTenantItsTurn() {
        String last = "";
        for (int i = 1; i <= 4; i++) {
            last = ana.send("a" + i, "good", Map.of("priority", "high"));
        }
        others.send("r1", "good", Map.of("priority", "low"));
        others.send("r2", "good", Map.of("priority", "low"));

        ana.release();

        ana.awaitState(last, "delivered");
        assertThat(names()).containsExactly("a1", "r1", "a2", "r2", "a3", "a4");
    }

    @Test
    void shouldGiveUpWhatIsOverdue() {
        String id = ana.send("late", "good", Map.of("ttlSeconds", 1));

        JsonPath receipt = ana.awaitState(id, "expired");

        assertThat(receipt.getInt("attempts")).isZero();
        ana.release();
        String next = ana.send("next", "good");
        ana.awaitState(next, "delivered");
        assertThat(names()).containsExactly("next");
    }

    @Test
    void shouldSendAgainWhatAnotherGatewayDidNotFinishAndIgnoreItsLateWord() throws Exception {
        // Given: this gateway sends it, and another one takes it over meanwhile.
        ana.release();
        String id = ana.occupy();
        sql(
                "update gateway.relay_message set fence = fence + 1, lease_owner = gen_random_uuid(),"
                        + " lease_until = now() + interval '1 hour' where id = ?::uuid",
                id);

        // When: this one learns that it was taken.
        ana.release();
        ana.awaitState(ana.send("next", "good"), "delivered");

        // Then: what it learned does not count. When the other one is silent for too long, it is sent again.
        ana.receipt(id).body("state", equalTo("delivering"));
        sql("update gateway.relay_message set lease_until = now() - interval '1 second' where id = ?::uuid", id);
        ana.awaitSeen(id, 2);
        ana.release();
        assertThat(ana.awaitState(id, "delivered").getInt("attempts")).isEqualTo(2);
    }

    @Test
    void shouldSendNothingForWhoLostTheRight() {
        // Given
        Map<String, Object> made = Admin.operator()
                .post("/api/admin/keys", Map.of("tenant", mark, "subject", "rex", "roles", List.of("member")))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getMap("");
        var rex = new RelayMessages(Tokens.exchange((String) made.get("apiKey")), mark);
        var dan = new RelayMessages(Tokens.of(mark, "dan", "member"), mark);
        String ofRevokedKey = rex.send("revoked", "good");
        String ofDisabled = dan.send("disabled", "good");

        // When
        Admin.operator().delete("/api/admin/keys/" + made.get("id")).statusCode(204);
        Admin.operator()
                .patch("/api/admin/service-accounts/dan?tenant=" + mark, Map.of("disabled", true))
                .statusCode(200);
        ana.release();

        // Then
        ana.awaitState(ana.send("own", "good"), "delivered");
        List<Map<String, Object>> dead = RelayMessages.awaitDead(mark, 2);
        assertThat(dead).extracting(letter -> letter.get("id")).containsExactlyInAnyOrder(ofRevokedKey, ofDisabled);
        assertThat(dead)
                .extracting(letter -> letter.get("lastError"))
                .containsOnly("The key or session it was sent with has ended or lost its rights.");
        assertThat(names()).containsExactly("own");
    }
}
