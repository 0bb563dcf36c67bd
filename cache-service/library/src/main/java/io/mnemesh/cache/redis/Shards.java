package io.mnemesh.cache.redis;

import io.mnemesh.cache.codec.EntryKey;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.IntStream;

/** The shards of a service: which keys are in which, and work that is spread over them, all at once. Thread-safe. */
final class Shards {

    private final List<Shard> shards;
    private final Changes changes;

    /** @param changes told when a shard has lost its history */
    Shards(int count, Changes changes) {
        this.shards = IntStream.range(0, count).mapToObj(Shard::new).toList();
        this.changes = changes;
    }

    Shard of(EntryKey key) {
        return shards.get(index(key));
    }

    int index(EntryKey key) {
        return key.shard(shards.size());
    }

    /** Something of each shard, by its index. */
    <T> List<T> map(Function<Shard, T> form) {
        return shards.stream().map(form).toList();
    }

    /** Takes in where a shard is now. */
    void observe(Shard shard, Token now) {
        if (shard.observe(now)) {
            changes.lost(shard.index());
        }
    }

    /** Works on the keys of each shard; a tag is in every one. */
    <T> Uni<List<T>> each(List<EntryKey> keys, BiFunction<Shard, List<EntryKey>, Uni<T>> work) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        if (keys.size() == 1 && !keys.getFirst().isTag()) {
            return work.apply(of(keys.getFirst()), keys).map(List::of);
        }
        var parts = new TreeMap<Integer, List<EntryKey>>();
        for (EntryKey key : keys) {
            (key.isTag() ? IntStream.range(0, shards.size()) : IntStream.of(index(key)))
                    .forEach(shard -> parts.computeIfAbsent(shard, none -> new ArrayList<>())
                            .add(key));
        }
        return all(parts.entrySet().stream()
                .map(part -> work.apply(shards.get(part.getKey()), part.getValue()))
                .toList());
    }

    /** What each part answers; fails with the first that does. */
    static <T> Uni<List<T>> all(List<Uni<T>> parts) {
        return Uni.join().all(parts).andFailFast();
    }

    static <V> Map<EntryKey, V> merged(List<Map<EntryKey, V>> parts) {
        if (parts.size() == 1) {
            return parts.getFirst();
        }
        var merged = new HashMap<EntryKey, V>();
        parts.forEach(merged::putAll);
        return merged;
    }
}
