package io.mnemesh.realtime.device;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Script;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.realtime.channel.ChannelId;
import io.mnemesh.realtime.history.ChannelKeys;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What users left half written: JSON per user and channel in Redis, the newest one. Operations fail while Redis is away.
 */
@ApplicationScoped
public class Drafts {

    private static final Script PUT = Script.load(Drafts.class, "draft.lua");

    private final RedisLines redis;
    private final DraftConfig config;

    Drafts(RedisLines redis, DraftConfig config) {
        this.redis = redis;
        this.config = config.validated();
    }

    /**
     * Keeps a draft instead of the one before it.
     *
     * @param draft JSON in UTF-8
     * @return when it is kept; fails with {@code too-many-requests} if the user has drafts in as many channels as allowed
     * @throws ProblemException {@code too-large}
     */
    public Uni<Void> put(ChannelId channel, String user, byte[] draft) {
        long limit = config.maxSize().asLongValue();
        if (draft.length > limit) {
            throw new ProblemException(
                    ProblemType.TOO_LARGE,
                    "A draft may have %d bytes.".formatted(limit),
                    Map.of("limit", limit),
                    null,
                    null);
        }
        return PUT.run(
                        redis,
                        List.of(ChannelKeys.drafts(channel.tenant(), user)),
                        List.of(
                                channel.name(),
                                draft,
                                config.most(),
                                config.ttl().toMillis()))
                .invoke(kept -> {
                    if (kept.toInteger() == 0) {
                        throw tooMany();
                    }
                })
                .replaceWithVoid();
    }

    /** Removes a draft, if there is one. */
    public Uni<Void> remove(ChannelId channel, String user) {
        return redis.send(Request.cmd(Command.HDEL)
                        .arg(ChannelKeys.drafts(channel.tenant(), user))
                        .arg(channel.name()))
                .replaceWithVoid();
    }

    /** A user's drafts as JSON in UTF-8, by the names of their channels. */
    public Uni<Map<String, byte[]>> of(TenantId tenant, String user) {
        return redis.send(Request.cmd(Command.HGETALL).arg(ChannelKeys.drafts(tenant, user)))
                .map(answer -> {
                    var drafts = new HashMap<String, byte[]>();
                    if (answer != null) {
                        answer.getKeys()
                                .forEach(channel ->
                                        drafts.put(channel, answer.get(channel).toBytes()));
                    }
                    return drafts;
                });
    }

    /** Removes all drafts of a user. */
    public Uni<Void> forget(TenantId tenant, String user) {
        return redis.send(Request.cmd(Command.DEL).arg(ChannelKeys.drafts(tenant, user)))
                .replaceWithVoid();
    }

    private ProblemException tooMany() {
        return new ProblemException(
                ProblemType.TOO_MANY_REQUESTS,
                "You have drafts in %d channels, which is the limit; remove one first.".formatted(config.most()),
                Map.of("limit", config.most()),
                Duration.ofSeconds(1),
                null);
    }
}
