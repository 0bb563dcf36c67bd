package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Script;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;

/**
 * The right to read one partition for one group, held for a while. The token is new with each acquisition, so a holder
 * that was paused past its time can neither read nor prolong: every read passes through a script that compares tokens.
 *
 * <p>Times are measured with this process's monotonic clock from before the request was sent, so the holder believes
 * its lease to end no later than Redis does. Immutable and thread-safe.
 */
final class PartitionLease {

    private final RedisLines redis;
    private final String key;
    private final String token;
    private final Duration ttl;

    PartitionLease(RedisLines redis, String key, String token, Duration ttl) {
        this.redis = redis;
        this.key = key;
        this.token = token;
        this.ttl = ttl;
    }

    String key() {
        return key;
    }

    String token() {
        return token;
    }

    /** @return whether it is now this holder's */
    Uni<Boolean> acquire() {
        return flag(StreamScripts.ACQUIRE, true);
    }

    /** @return whether it is still this holder's */
    Uni<Boolean> renew() {
        return flag(StreamScripts.RENEW, true);
    }

    /** @return whether it was still this holder's */
    Uni<Boolean> release() {
        return flag(StreamScripts.RELEASE, false);
    }

    /** {@link System#nanoTime()} until which a request sent at {@code sentAt} secures the lease. */
    long securedUntil(long sentAt) {
        return sentAt + ttl.toNanos();
    }

    private Uni<Boolean> flag(Script script, boolean withTtl) {
        List<String> arguments = withTtl ? List.of(token, Long.toString(ttl.toMillis())) : List.of(token);
        return script.run(redis, List.of(key), arguments).map(answer -> answer.toInteger() == 1);
    }
}
