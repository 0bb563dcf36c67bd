package io.mnemesh.gateway.relay.message;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.relay.balance.Priority;
import io.mnemesh.gateway.relay.message.MessageClient.Answer;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerdictsTest {

    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");

    private static ClaimedMessage message(String method, int attempts) {
        var sender = new Identity(new TenantId("acme"), "ana", Set.of(), Set.of());
        var target = new Target(Service.MEMORY, method, "/api/memories/7");
        return new ClaimedMessage(
                UUID.randomUUID(), 1, sender, UUID.randomUUID(), target, null, Priority.NORMAL, attempts, 1);
    }

    private static Answer answer(int status) {
        return new Answer(status, null, null, Buffer.buffer());
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 202, 204})
    void shouldTakeSuccessForDelivery(int status) {
        assertThat(Verdicts.of(message("POST", 1), answer(status), NOON)).isEqualTo(new Verdict.Delivered(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {401, 408, 425, 429, 500, 502, 503, 504})
    void shouldTryAgainWhatMayWorkLater(int status) {
        assertThat(Verdicts.of(message("POST", 1), answer(status), NOON))
                .isEqualTo(
                        new Verdict.Again(status, "The memory service answered " + status + ".", Duration.ZERO, true));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 403, 404, 409, 413, 422})
    void shouldGiveUpWhatWillNotWork(int status) {
        assertThat(Verdicts.of(message("POST", 2), answer(status), NOON))
                .isEqualTo(new Verdict.Dead(status, "The memory service answered " + status + "."));
    }

    @Test
    void shouldTakeARepeatedDeleteForDoneThatFindsNothing() {
        assertThat(Verdicts.of(message("DELETE", 2), answer(404), NOON)).isEqualTo(new Verdict.Delivered(404));
        assertThat(Verdicts.of(message("DELETE", 1), answer(404), NOON)).isInstanceOf(Verdict.Dead.class);
    }

    @Test
    void shouldReadHowLongToWait() {
        assertThat(Verdicts.pause("7", NOON)).isEqualTo(Duration.ofSeconds(7));
        assertThat(Verdicts.pause("Sun, 01 Nov 2026 12:00:30 GMT", NOON)).isEqualTo(Duration.ofSeconds(30));
        assertThat(Verdicts.pause("Sun, 01 Nov 2026 11:00:00 GMT", NOON)).isEqualTo(Duration.ZERO);
        assertThat(Verdicts.pause("-7", NOON)).isEqualTo(Duration.ZERO);
        assertThat(Verdicts.pause("soon", NOON)).isEqualTo(Duration.ZERO);
        assertThat(Verdicts.pause(null, NOON)).isEqualTo(Duration.ZERO);
    }

    @Test
    void shouldTellAProblemsDetailInPart() {
        String detail = "\u0000x".repeat(400);
        var body = new JsonObject().put("detail", detail).toBuffer();
        var problem = new Answer(422, null, "application/problem+json", body);

        assertThat(Verdicts.of(message("POST", 1), problem, NOON))
                .isInstanceOfSatisfying(
                        Verdict.Dead.class,
                        dead -> assertThat(dead.error())
                                .startsWith("The memory service answered 422:  x x")
                                .hasSize(500));
        var broken = new Answer(422, null, "application/problem+json", Buffer.buffer("{\"detail\":"));
        assertThat(Verdicts.of(message("POST", 1), broken, NOON))
                .isEqualTo(new Verdict.Dead(422, "The memory service answered 422."));
    }
}
