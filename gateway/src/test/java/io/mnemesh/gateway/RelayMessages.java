package io.mnemesh.gateway;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;

import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Messages of one sender; the mark tells them from those of other tests. */
record RelayMessages(String token, String mark) {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String MESSAGE = "/api/v2/relaycore/message";

    ValidatableResponse post(@Nullable String key, Map<String, ?> message) {
        var request =
                given().auth().oauth2(token).contentType("application/json").body(message);
        return (key == null ? request : request.header("Idempotency-Key", key))
                .post(MESSAGE)
                .then();
    }

    /** Sends a message that the memory service treats as the mode says; its id. */
    String send(String name, String mode, Map<String, ?> more) {
        return post(null, message(name, mode, more)).statusCode(202).extract().path("id");
    }

    String send(String name, String mode) {
        return send(name, mode, Map.of());
    }

    Map<String, Object> message(String name, String mode, Map<String, ?> more) {
        var message = new HashMap<String, Object>(Map.of(
                "service",
                "memory",
                "method",
                "POST",
                "path",
                "/api/memories",
                "payload",
                Map.of("mark", mark, "name", name, "mode", mode)));
        message.putAll(more);
        return message;
    }

    ValidatableResponse receipt(String id) {
        return given().auth().oauth2(token).get(MESSAGE + "s/" + id).then();
    }

    /** The receipt once it has the state. */
    JsonPath awaitState(String id, String state) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> receipt(id).statusCode(200).extract().jsonPath(),
                        now -> now.getString("state").equals(state));
    }

    /** What the memory service saw of these messages. */
    JsonPath seen() {
        return given().get(control("seen?mark=" + mark)).jsonPath();
    }

    /** Has the memory service take a message and not answer, so that all others wait. */
    String occupy() {
        String id = send("first", "held");
        awaitSeen(id, 1);
        return id;
    }

    /** Waits until the memory service saw the message so many times. */
    void awaitSeen(String id, int times) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() -> Collections.frequency(seen().getList("key"), id) == times);
    }

    /** The receipts of the dead messages of a tenant, once there are so many. */
    static List<Map<String, Object>> awaitDead(String tenant, int messages) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(50))
                .until(
                        () -> Admin.operator()
                                .get("/api/v2/relaycore/dead-letters?tenant=" + tenant)
                                .statusCode(200)
                                .extract()
                                .jsonPath()
                                .getList("items.receipt"),
                        receipts -> receipts.size() == messages);
    }

    void release() {
        given().get(control("release")).then().statusCode(200);
    }

    static void memoryIsDown(boolean down) {
        given().get(control("down?down=" + down)).then().statusCode(200);
    }

    private static String control(String what) {
        return ConfigProvider.getConfig().getValue("mnemesh.gateway.upstreams.memory", String.class) + "/control/"
                + what;
    }

    /** Changes the table as another gateway would. */
    static void sql(String statement, String id) throws SQLException {
        try (var owner = LoopbackServices.owner();
                var prepared = owner.prepareStatement(statement)) {
            prepared.setString(1, id);
            prepared.executeUpdate();
        }
    }
}
