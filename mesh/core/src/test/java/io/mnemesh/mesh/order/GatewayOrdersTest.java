package io.mnemesh.mesh.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mnemesh.mesh.order.GatewayWord.Answer;
import io.mnemesh.mesh.order.GatewayWord.Seen;
import io.mnemesh.mesh.redis.RedisFixture;
import io.mnemesh.mesh.redis.RedisLines;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatewayOrdersTest {

    private static final Instant AT = Instant.parse("2026-11-28T10:00:00Z");
    private static final String KEY = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
    private static final String OTHER = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";

    private final RedisLines redis = RedisFixture.lines();

    @BeforeEach
    void empty() {
        RedisFixture.flush();
    }

    @AfterEach
    void close() {
        redis.close();
    }

    @Test
    void shouldTellOrdersToWhoeverReadsThemUntilTheyEnd() {
        GatewayOrder breaker = order("10.0.0.7:7401", 60);
        GatewayOrder shed = order(null, 30);
        done(orders(KEY, AT).give(breaker));
        done(orders(KEY, AT).give(shed));

        assertThat(done(orders(KEY, AT).inForce()).items()).containsExactlyInAnyOrder(breaker, shed);
        assertThat(done(orders(KEY, AT.plusSeconds(30)).inForce()).items()).containsExactly(breaker);
        assertThat(done(orders(KEY, AT).inForce()).items())
                .as("what was over is gone for everybody")
                .containsExactly(breaker);
        assertThat(breaker.kind()).isEqualTo("open_breaker");
        assertThat(shed.kind()).isEqualTo("shed_bulk");
    }

    @Test
    void shouldPassOverWhatIsNotSignedWithTheKey() {
        done(orders(OTHER, AT).give(order(null, 60)));
        GatewayOrder moved = order(null, 60);
        done(orders(KEY, AT).give(moved));
        String sealed = RedisFixture.command(Request.cmd(Command.HGET)
                        .arg("mnemesh:{orders}")
                        .arg(moved.id().toString()))
                .toString();
        put(UUID.randomUUID().toString(), sealed);
        put(UUID.randomUUID().toString(), sealed.replace("full", "fool"));
        put(UUID.randomUUID().toString(), "{}");

        GatewayOrders.Read<GatewayOrder> read = done(orders(KEY, AT).inForce());

        assertThat(read.items()).containsExactly(moved);
        assertThat(read.foreign()).isEqualTo(4);
    }

    @Test
    void shouldNeitherGiveNorHearAnythingWithoutAKey() {
        done(orders(KEY, AT).give(order(null, 60)));
        GatewayOrders silent = orders(null, AT);

        assertThat(silent.isEnabled()).isFalse();
        assertThat(done(silent.inForce()).items()).isEmpty();
        assertThatThrownBy(() -> done(silent.give(order(null, 60))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("mnemesh.orders.key");
    }

    @Test
    void shouldRejectAKeyThatIsTooShort() {
        assertThatThrownBy(() -> orders("AAAA", AT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("mnemesh.orders.key has to be 32 bytes");
        assertThatThrownBy(() -> orders("not base64!", AT)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotBringBackWhatWasTakenBack() {
        GatewayOrders orders = orders(KEY, AT);
        GatewayOrder order = order(null, 60);
        done(orders.give(order));

        boolean renewed = done(orders.renew(order.until(AT.plusSeconds(120))));
        assertThat(done(orders.inForce()).items()).containsExactly(order.until(AT.plusSeconds(120)));
        boolean taken = done(orders.takeBack(order.id()));
        boolean again = done(orders.renew(order));

        assertThat(renewed).isTrue();
        assertThat(taken).isTrue();
        assertThat(again).isFalse();
        assertThat(done(orders.takeBack(order.id()))).isFalse();
        assertThat(done(orders.inForce()).items()).isEmpty();
    }

    @Test
    void shouldTellWhatTheGatewaysThatRunSay() {
        var word = new GatewayWord(
                "gateway-1",
                AT,
                List.of(new Seen("memory", "10.0.0.7:7401", 12, 3)),
                List.of(new Answer(UUID.randomUUID(), true, "No request is sent to it.")));
        var gone = new GatewayWord("gateway-2", AT.minusSeconds(31), List.of(), List.of());
        GatewayOrders orders = orders(KEY, AT);
        done(orders.say(word));
        done(orders.say(gone));
        done(orders(OTHER, AT).say(new GatewayWord("gateway-3", AT, List.of(), List.of())));

        assertThat(done(orders.words()).items()).containsExactly(word);
        done(orders.leave("gateway-1"));
        assertThat(done(orders.words()).items()).isEmpty();
    }

    private GatewayOrders orders(@Nullable String key, Instant now) {
        return new GatewayOrders(redis, key, Clock.fixed(now, ZoneOffset.UTC));
    }

    private static GatewayOrder order(@Nullable String instance, int seconds) {
        return new GatewayOrder(
                UUID.randomUUID(), "memory", instance, 0.25, "It is full.", AT, AT.plusSeconds(seconds), false);
    }

    private static void put(String field, String value) {
        RedisFixture.command(
                Request.cmd(Command.HSET).arg("mnemesh:{orders}").arg(field).arg(value));
    }

    private static <T> T done(Uni<T> uni) {
        return uni.await().atMost(RedisFixture.PATIENCE);
    }
}
