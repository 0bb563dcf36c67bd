package io.mnemesh.cache.redis;

import io.mnemesh.cache.codec.EntryKey;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells Redis of changes, and through its log every process. Each is told under a name of its own, so that this process passes over what it
 * has done already. Thread-safe.
 */
final class Announcer {

    private static final int MAX_DEAD = 20_000;
    private static final int MAX_TAGS = 100_000;
    private static final int MAX_OWN = 100_000;

    private final RedisSettings settings;
    private final Shards shards;
    private final String node;
    private final AtomicLong operations = new AtomicLong();
    private final Set<String> own = ConcurrentHashMap.newKeySet();

    /** @param node unique name of this process */
    Announcer(RedisSettings settings, Shards shards, String node) {
        this.settings = settings;
        this.shards = shards;
        this.node = node;
    }

    /** True, once, for a change that this process has told of and done already. */
    boolean isOwn(String origin) {
        return own.remove(origin);
    }

    /** As {@link RedisTier#replace}. */
    Uni<Boolean> replace(
            List<ShardCommands> to,
            EntryKey key,
            Token token,
            byte[] envelope,
            Duration ttl,
            boolean record,
            boolean owed) {
        Shard shard = shards.of(key);
        String origin = origin();
        return to.get(shard.index())
                .run(
                        Scripts.REPLACE,
                        List.of(key),
                        List.of(
                                token.epoch(),
                                token.offset(),
                                origin,
                                settings.logLength(),
                                MAX_DEAD,
                                MAX_TAGS,
                                record ? 0 : 1,
                                key.digest(),
                                key.cache(),
                                key.tenant().value(),
                                key.key(),
                                owed ? 1 : 0,
                                Math.max(1, ttl.toMillis()),
                                envelope))
                .map(reply -> {
                    shards.observe(shard, ShardCommands.token(reply));
                    return reply.get(2).toInteger() == 1;
                })
                .onFailure(RedisTier::isFull)
                .recoverWithUni(() -> change(to, List.of(key), true, owed ? Set.of(key) : Set.of())
                        .invoke(() -> own.remove(origin))
                        .replaceWith(false))
                .onFailure()
                .invoke(() -> own.remove(origin));
    }

    /**
     * Tells of values that are removed and tags that are invalidated.
     *
     * @param applied whether this process has done so already and need not hear of it
     * @param owed    keys and tags that PostgreSQL could not be told of
     */
    Uni<Void> change(List<ShardCommands> to, List<EntryKey> keys, boolean applied, Set<EntryKey> owed) {
        return shards.each(keys, (shard, part) -> {
                    String origin = applied ? origin() : node;
                    var arguments =
                            new ArrayList<Object>(List.of(0, 0, origin, settings.logLength(), MAX_DEAD, MAX_TAGS, 1));
                    for (EntryKey key : part) {
                        arguments.add(key.digest());
                        arguments.add(key.cache());
                        arguments.add(key.tenant().value());
                        arguments.add(key.key());
                        arguments.add(owed.contains(key) ? 1 : 0);
                        arguments.add(0);
                        arguments.add("");
                    }
                    return to.get(shard.index())
                            .run(Scripts.CHANGE, part, arguments)
                            .invoke(reply -> changed(shard, part, ShardCommands.token(reply)))
                            .onFailure()
                            .invoke(() -> own.remove(origin));
                })
                .replaceWithVoid();
    }

    private void changed(Shard shard, List<EntryKey> keys, Token now) {
        shards.observe(shard, now);
        keys.stream().filter(EntryKey::isTag).forEach(tag -> shard.tagChanged(tag.digest(), now));
    }

    private String origin() {
        String origin = node + ":" + operations.incrementAndGet();
        if (own.size() > MAX_OWN) {
            own.clear();
        }
        own.add(origin);
        return origin;
    }
}
