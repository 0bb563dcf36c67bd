package io.mnemesh.gateway.quotas;

import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Script;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The token buckets of the tenants in Redis, one for all gateways: a plan's units come back at its rate up to its burst, by
 * the clock of Redis, and a day's units are counted beside it. Both keys of a tenant have one hash tag.
 */
@ApplicationScoped
class UnitBuckets {

    /** Grants up to as many units as wanted, and none if not even the least; answers them and how long to wait in ms. */
    private static final Script TAKE = Script.of("""
            local rate, burst = tonumber(ARGV[1]), tonumber(ARGV[2])
            local daily, wanted, least = tonumber(ARGV[3]), tonumber(ARGV[4]), tonumber(ARGV[5])
            local granted, units = wanted, nil
            local time = redis.call('TIME')
            local now = time[1] * 1000 + math.floor(time[2] / 1000)
            if rate > 0 then
              local state = redis.call('HMGET', KEYS[1], 'units', 'at')
              units = tonumber(state[1]) or burst
              local since = math.max(0, now - (tonumber(state[2]) or now))
              units = math.min(burst, units + since * rate / 1000)
              granted = math.min(granted, math.floor(units))
              if granted < least then return {0, math.ceil((least - units) * 1000 / rate)} end
            end
            if daily > 0 then
              granted = math.min(granted, daily - tonumber(redis.call('GET', KEYS[2]) or '0'))
              if granted < least then return {0, -1} end
              redis.call('INCRBY', KEYS[2], granted)
              redis.call('PEXPIRE', KEYS[2], 172800000)
            end
            if rate > 0 then
              redis.call('HSET', KEYS[1], 'units', tostring(units - granted), 'at', now)
              redis.call('PEXPIRE', KEYS[1], math.ceil(burst * 1000 / rate) + 60000)
            end
            return {granted, 0}
            """);

    private final RedisLines redis;
    private final Clock clock;

    UnitBuckets(RedisLines redis, Clock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /**
     * What was granted.
     *
     * @param units 0 if it is less than was needed
     * @param pause until the units needed are there; zero if they were granted
     */
    record Grant(long units, Duration pause) {}

    /**
     * Takes units of a tenant's bucket.
     *
     * @param wanted as many as are useful
     * @param least  as many as are needed
     */
    Uni<Grant> take(TenantId tenant, Plan plan, long wanted, long least) {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        String tag = "mnemesh:{quota:" + tenant + "}:";
        List<String> arguments = List.of(
                text(plan.unitsPerSecond()),
                text(plan.burst()),
                text(plan.unitsPerDay()),
                Long.toString(wanted),
                Long.toString(least));
        return TAKE.run(redis, List.of(tag + "units", tag + "day:" + today), arguments)
                .map(this::grant);
    }

    private Grant grant(Response answer) {
        long wait = answer.get(1).toLong();
        return new Grant(answer.get(0).toLong(), wait < 0 ? untilTomorrow() : Duration.ofMillis(wait));
    }

    private Duration untilTomorrow() {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        return Duration.between(
                now, now.toLocalDate().plusDays(1).atStartOfDay().atOffset(ZoneOffset.UTC));
    }

    private static String text(@Nullable Long units) {
        return units == null ? "0" : units.toString();
    }
}
