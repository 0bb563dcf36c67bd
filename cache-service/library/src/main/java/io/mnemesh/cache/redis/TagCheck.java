package io.mnemesh.cache.redis;

import io.mnemesh.cache.codec.EntryKey;
import io.mnemesh.cache.codec.Envelope;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps back entries of one shard whose tags were invalidated after they were read, and removes them from Redis. What this
 * process has followed it knows; only of entries from before Redis is asked, once for all of them.
 */
final class TagCheck {

    private final Shard shard;
    private final ShardCommands commands;

    TagCheck(Shard shard, ShardCommands commands) {
        this.shard = shard;
        this.commands = commands;
    }

    /** Those that are current. */
    Uni<Map<EntryKey, Stamped>> current(Map<EntryKey, Stamped> found) {
        Map<EntryKey, Stamped> current = HashMap.newHashMap(found.size());
        Map<EntryKey, List<String>> unknown = new HashMap<>();
        var old = new ArrayList<EntryKey>();
        found.forEach((key, entry) -> {
            var digests = digests(key, entry);
            switch (digests.isEmpty() ? RecentTags.Verdict.CURRENT : shard.judge(digests, entry.offset())) {
                case CURRENT -> current.put(key, entry);
                case OLD -> old.add(key);
                case UNKNOWN -> unknown.put(key, digests);
            }
        });
        if (unknown.isEmpty()) {
            remove(old);
            return Uni.createFrom().item(current);
        }
        return ask(found, unknown).map(answered -> {
            unknown.keySet().stream().filter(key -> !answered.containsKey(key)).forEach(old::add);
            remove(old);
            current.putAll(answered);
            return current;
        });
    }

    private static List<String> digests(EntryKey key, Stamped entry) {
        return Envelope.tags(entry.envelope()).stream()
                .map(tag -> EntryKey.ofTag(key.cache(), key.tenant(), tag).digest())
                .toList();
    }

    private Uni<Map<EntryKey, Stamped>> ask(Map<EntryKey, Stamped> found, Map<EntryKey, List<String>> unknown) {
        var asked = unknown.values().stream().flatMap(List::stream).distinct().toList();
        return commands.run(Scripts.TAGS, List.of(), List.copyOf(asked)).map(reply -> {
            Map<EntryKey, Stamped> current = new HashMap<>();
            if (ShardCommands.token(reply).epoch() != shard.epoch()) {
                return current;
            }
            long forgotten = reply.get(2).toLong();
            var changedAt = offsets(asked, reply);
            unknown.forEach((key, digests) -> {
                Stamped entry = found.get(key);
                if (entry != null
                        && entry.offset() >= forgotten
                        && digests.stream().allMatch(digest -> changedAt.getOrDefault(digest, 0L) <= entry.offset())) {
                    current.put(key, entry);
                }
            });
            return current;
        });
    }

    private static Map<String, Long> offsets(List<String> asked, Response reply) {
        Map<String, Long> offsets = HashMap.newHashMap(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            offsets.put(asked.get(i), reply.get(i + 3).toLong());
        }
        return offsets;
    }

    /** Sent before whatever comes next, so a lease that is taken then is for a key without an entry. */
    private void remove(List<EntryKey> old) {
        if (!old.isEmpty()) {
            commands.drop(old).subscribe().with(done -> {}, failure -> {});
        }
    }
}
