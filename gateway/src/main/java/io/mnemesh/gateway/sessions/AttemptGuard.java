package io.mnemesh.gateway.sessions;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Script;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/**
 * Bounds the passwords that may be tried: for one account, and from one address, over all gateways, counted in Redis. A try
 * is counted before the password is looked at, so that tries at once do not slip through; one that succeeds is given
 * back. Fails closed: without Redis nobody signs in with a password.
 */
@ApplicationScoped
class AttemptGuard {

    /** Counts a try in a window that opens with the first; answers how many milliseconds to wait, or 0. */
    private static final Script TRY = Script.of("""
            local tries = redis.call('INCR', KEYS[1])
            if tries == 1 then redis.call('PEXPIRE', KEYS[1], ARGV[2]) end
            if tries <= tonumber(ARGV[1]) then return 0 end
            return math.max(1, redis.call('PTTL', KEYS[1]))
            """);

    /** Gives a try back, if its window is still open. */
    private static final Script GIVE_BACK = Script.of("""
            if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('DECR', KEYS[1]) end
            return 0
            """);

    private final RedisLines redis;
    private final SessionConfig config;

    AttemptGuard(RedisLines redis, SessionConfig config) {
        this.redis = redis;
        this.config = config;
    }

    /** Counts a try. Fails with {@code too-many-requests}, or with {@code unavailable} if it cannot be counted. */
    Uni<Void> enter(TenantId tenant, String name, String address) {
        return count(ofAddress(address), config.attemptsPerAddress(), "from this address")
                .chain(() -> count(ofAccount(tenant, name), config.attemptsPerAccount(), "for this account"));
    }

    /** The try was a good one: the account begins anew, the address gets its try back. */
    Uni<Void> succeeded(TenantId tenant, String name, String address) {
        return redis.send(Request.cmd(Command.DEL).arg(ofAccount(tenant, name)))
                .chain(() -> GIVE_BACK.run(redis, List.of(ofAddress(address)), List.of()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    private Uni<Void> count(String key, int limit, String where) {
        List<String> arguments = List.of(
                Integer.toString(limit), Long.toString(config.attemptsWindow().toMillis()));
        return TRY.run(redis, List.of(key), arguments)
                .onFailure()
                .transform(AttemptGuard::uncounted)
                .invoke(answer -> {
                    Duration wait = Duration.ofMillis(answer.toLong());
                    if (wait.isPositive()) {
                        throw tooMany(where, wait);
                    }
                })
                .replaceWithVoid();
    }

    private static ProblemException tooMany(String where, Duration wait) {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "Too many sign-ins have failed " + where + "; wait before the next.",
                Map.of(),
                wait,
                null);
    }

    private static ProblemException uncounted(Throwable failure) {
        return new ProblemException(
                ProblemType.UNAVAILABLE,
                "Nobody can sign in with a password while failed tries cannot be counted; try again soon.",
                Map.of(),
                Duration.ofSeconds(2),
                failure);
    }

    private static String ofAccount(TenantId tenant, String name) {
        return "mnemesh:{attempts:account:" + tenant + ":" + encoded(name) + "}";
    }

    private static String ofAddress(String address) {
        return "mnemesh:{attempts:address:" + encoded(address) + "}";
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
