package io.mnemesh.mesh.work;

import io.mnemesh.mesh.redis.RedisClock;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Frees the lanes of a service of a tenant's requests, which carry text. Requests nobody waits for any more are removed;
 * those somebody waits for end with their deadline at the latest. Thread-safe.
 */
@Singleton
public final class LaneErasure {

    private static final int PAGE = 200;

    private final RedisLines redis;
    private final RedisClock clock;

    @Inject
    LaneErasure(RedisLines redis, RedisClock clock) {
        this.redis = redis;
        this.clock = clock;
    }

    /** @return how many of the tenant's requests from before that time are still waited for */
    public Uni<Long> erase(String service, TenantId tenant, Instant before) {
        return clock.synchronise()
                .chain(() -> Multi.createFrom()
                        .items(Lane.values())
                        .onItem()
                        .transformToUniAndConcatenate(lane -> erase(service, lane, tenant, before, "-", 0))
                        .collect()
                        .with(java.util.stream.Collectors.summingLong(open -> open)));
    }

    private Uni<Long> erase(String service, Lane lane, TenantId tenant, Instant before, String from, long sum) {
        String key = WorkKeys.lane(service, lane);
        return redis.send(Request.cmd(Command.XRANGE)
                        .arg(key)
                        .arg(from)
                        .arg("+")
                        .arg("COUNT")
                        .arg(PAGE))
                .chain(answer -> {
                    if (answer == null || answer.size() == 0) {
                        return Uni.createFrom().item(sum);
                    }
                    var expired = new ArrayList<String>();
                    long open = 0;
                    for (Response entry : answer) {
                        WireItem item = WireItem.read(lane, entry);
                        if (item == null || !item.tenant().equals(tenant)) {
                            continue;
                        }
                        if (item.isExpired(clock.millis())) {
                            expired.add(item.entry());
                        } else if (addedAt(item) <= before.toEpochMilli()) {
                            open++;
                        }
                    }
                    long total = sum + open;
                    String last = answer.get(answer.size() - 1).get(0).toString();
                    Uni<Void> removed = remove(key, expired);
                    return answer.size() < PAGE
                            ? removed.replaceWith(total)
                            : removed.chain(() -> erase(service, lane, tenant, before, "(" + last, total));
                });
    }

    private Uni<Void> remove(String key, List<String> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var remove = Request.cmd(Command.XDEL).arg(key);
        entries.forEach(remove::arg);
        return redis.send(remove).replaceWithVoid();
    }

    private static long addedAt(WireItem item) {
        return Long.parseLong(item.entry().substring(0, item.entry().indexOf('-')));
    }
}
