package io.mnemesh.mesh.order;

import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The orders in force and what the gateways say, in two hashes of Redis. Both are states, not histories: who reads them knows all
 * that holds, whenever it began to read. What is not signed with the key of the mesh is passed over. Thread-safe.
 */
@Singleton
public final class GatewayOrders {

    private static final String ORDERS = "mnemesh:{orders}";
    private static final String WORDS = "mnemesh:{orders}:gateways";
    private static final String ORDER = "order";
    private static final String WORD = "gateway";

    /** Age from which on a gateway that says nothing is taken for gone. */
    private static final Duration GONE = Duration.ofSeconds(30);

    /** An order that was taken back meanwhile is not brought back by its renewal. */
    private static final Script RENEW = Script.of("if redis.call('HEXISTS', KEYS[1], ARGV[1]) == 0 then return 0 end "
            + "redis.call('HSET', KEYS[1], ARGV[1], ARGV[2]) return 1");

    private final RedisLines redis;
    private final Clock clock;
    private final @Nullable OrderSeal seal;

    /**
     * What was read.
     *
     * @param foreign entries that were not signed with the key, or could not be read
     */
    public record Read<T>(List<T> items, int foreign) {

        public Read {
            items = List.copyOf(items);
        }
    }

    @Inject
    GatewayOrders(RedisLines redis, OrdersConfig config, Clock clock) {
        this(redis, config.key().orElse(null), clock);
    }

    /** @param key see {@link OrdersConfig#key}; null if there is none */
    public GatewayOrders(RedisLines redis, @Nullable String key, Clock clock) {
        this.redis = redis;
        this.clock = clock;
        this.seal = key == null ? null : OrderSeal.of(key);
    }

    /** Whether there is a key; without it nothing is given or heard. */
    public boolean isEnabled() {
        return seal != null;
    }

    /** Gives an order. */
    public Uni<Void> give(GatewayOrder order) {
        String id = order.id().toString();
        return redis.send(Request.cmd(Command.HSET).arg(ORDERS).arg(id).arg(sealed(ORDER, id, order.encoded())))
                .replaceWithVoid();
    }

    /** Prolongs an order that is still there. @return false if it is not */
    public Uni<Boolean> renew(GatewayOrder order) {
        String id = order.id().toString();
        return RENEW.run(redis, List.of(ORDERS), List.of(id, sealed(ORDER, id, order.encoded())))
                .map(answer -> answer.toInteger() == 1);
    }

    /** Takes an order back. @return whether it was there */
    public Uni<Boolean> takeBack(UUID id) {
        return redis.send(Request.cmd(Command.HDEL).arg(ORDERS).arg(id.toString()))
                .map(answer -> answer != null && answer.toInteger() == 1);
    }

    /** Orders that have not ended; those that have are removed. */
    public Uni<Read<GatewayOrder>> inForce() {
        Instant now = clock.instant();
        return read(
                ORDERS,
                ORDER,
                GatewayOrder::decoded,
                order -> !order.isOver(now),
                order -> order.id().toString());
    }

    /** Says what a gateway does; it replaces what it said before. */
    public Uni<Void> say(GatewayWord word) {
        return redis.send(Request.cmd(Command.HSET)
                        .arg(WORDS)
                        .arg(word.gateway())
                        .arg(sealed(WORD, word.gateway(), word.encoded())))
                .replaceWithVoid();
    }

    /** Takes back what a gateway said, as it stops. */
    public Uni<Void> leave(String gateway) {
        return redis.send(Request.cmd(Command.HDEL).arg(WORDS).arg(gateway)).replaceWithVoid();
    }

    /** What the gateways that run say; what others said is removed. */
    public Uni<Read<GatewayWord>> words() {
        Instant oldest = clock.instant().minus(GONE);
        return read(WORDS, WORD, GatewayWord::decoded, word -> word.at().isAfter(oldest), GatewayWord::gateway);
    }

    private <T> Uni<Read<T>> read(
            String key,
            String purpose,
            BiFunction<String, String, T> decoded,
            Predicate<T> holds,
            Function<T, String> name) {
        OrderSeal known = seal;
        if (known == null) {
            return Uni.createFrom().item(new Read<>(List.of(), 0));
        }
        return redis.send(Request.cmd(Command.HGETALL).arg(key)).flatMap(answer -> {
            var held = new ArrayList<T>();
            var over = new ArrayList<String>();
            int foreign = 0;
            for (String field : answer == null ? List.<String>of() : List.copyOf(answer.getKeys())) {
                T one = opened(known, purpose, field, answer.get(field), decoded);
                if (one == null) {
                    foreign++;
                } else if (holds.test(one)) {
                    held.add(one);
                } else {
                    over.add(name.apply(one));
                }
            }
            var read = new Read<T>(held, foreign);
            if (over.isEmpty()) {
                return Uni.createFrom().item(read);
            }
            Request removal = Request.cmd(Command.HDEL).arg(key);
            over.forEach(removal::arg);
            return redis.send(removal).replaceWith(read);
        });
    }

    private static <T> @Nullable T opened(
            OrderSeal seal,
            String purpose,
            String field,
            @Nullable Response sealed,
            BiFunction<String, String, T> decoded) {
        String text = sealed == null ? null : seal.open(purpose, field, sealed.toString());
        if (text == null) {
            return null;
        }
        try {
            return decoded.apply(field, text);
        } catch (RuntimeException e) {
            return null; // of another version
        }
    }

    private String sealed(String purpose, String name, String text) {
        if (seal == null) {
            throw new IllegalStateException("mnemesh.orders.key is not set.");
        }
        return seal.seal(purpose, name, text);
    }
}
