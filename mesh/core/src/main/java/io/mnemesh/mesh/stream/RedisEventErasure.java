package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Script;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * Erasure from the event log in Redis Streams. Reading is paged and holds nobody up; writing a stream anew is one script,
 * which holds Redis up for as long as copying the retained entries takes. Thread-safe.
 */
@Singleton
final class RedisEventErasure implements EventErasure {

    private static final int PAGE = 2_000;

    /** Most entries left out by one script. */
    private static final int STEP = 2_000;

    /** Streams of a partition. Keys: events. Arguments: cursor, pattern. Answer: [next cursor, keys]. */
    private static final Script STREAMS =
            Script.of("return redis.call('SCAN', ARGV[1], 'MATCH', ARGV[2], 'COUNT', 1000, 'TYPE', 'stream')");

    /**
     * Writes a stream anew without some entries. Keys: stream, scratch. Arguments: ids to leave out. Answer: entries left
     * out.
     */
    private static final Script WITHOUT = Script.of("""
            if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
            local function map(flat)
              local m = {}
              for i = 1, #flat, 2 do m[flat[i]] = flat[i + 1] end
              return m
            end
            local gone = {}
            for _, id in ipairs(ARGV) do gone[id] = true end
            local info = map(redis.call('XINFO', 'STREAM', KEYS[1]))
            redis.call('DEL', KEYS[2])
            redis.call('XGROUP', 'CREATE', KEYS[2], 'made', '0', 'MKSTREAM')
            redis.call('XGROUP', 'DESTROY', KEYS[2], 'made')
            local removed, from = 0, '-'
            while true do
              local page = redis.call('XRANGE', KEYS[1], from, '+', 'COUNT', 200)
              if #page == 0 then break end
              for _, entry in ipairs(page) do
                if gone[entry[1]] then
                  removed = removed + 1
                else
                  redis.call('XADD', KEYS[2], entry[1], unpack(entry[2]))
                end
              end
              from = '(' .. page[#page][1]
            end
            if removed == 0 then
              redis.call('DEL', KEYS[2])
              return 0
            end
            redis.call('XSETID', KEYS[2], info['last-generated-id'],
                'ENTRIESADDED', string.format('%.0f', info['entries-added'] - removed),
                'MAXDELETEDID', info['max-deleted-entry-id'])
            for _, flat in ipairs(redis.call('XINFO', 'GROUPS', KEYS[1])) do
              local group = map(flat)
              redis.call('XGROUP', 'CREATE', KEYS[2], group['name'], group['last-delivered-id'])
              local start = '-'
              while true do
                local page = redis.call('XPENDING', KEYS[1], group['name'], start, '+', 200)
                if #page == 0 then break end
                for _, pending in ipairs(page) do
                  if not gone[pending[1]] then
                    redis.call('XCLAIM', KEYS[2], group['name'], pending[2], 0, pending[1],
                        'IDLE', string.format('%.0f', pending[3]), 'RETRYCOUNT', pending[4], 'FORCE', 'JUSTID')
                  end
                end
                start = '(' .. page[#page][1]
              end
            end
            redis.call('RENAME', KEYS[2], KEYS[1])
            return removed
            """);

    private final RedisLines redis;
    private final int partitions;

    @Inject
    RedisEventErasure(RedisLines redis, StreamConfig config) {
        this.redis = redis;
        this.partitions = StreamConfig.validated(config).partitions();
    }

    @Override
    public Uni<Long> erase(Predicate<Map<String, String>> meant) {
        return eachStream(stream -> {
                    var ids = new ArrayList<String>();
                    return read(stream.key(), "-", entry -> {
                                if (meant.test(entry.fields())) {
                                    ids.add(entry.id());
                                }
                            })
                            .chain(() -> without(stream, ids));
                })
                .map(removed -> removed.stream().mapToLong(Long::longValue).sum());
    }

    @Override
    public <T> Uni<List<T>> collect(Function<Map<String, String>, List<T>> reading) {
        var found = new ArrayList<T>();
        return eachStream(stream -> read(stream.key(), "-", entry -> found.addAll(reading.apply(entry.fields()))))
                .map(done -> List.copyOf(found));
    }

    private <T> Uni<List<T>> eachStream(Function<Stream, Uni<T>> work) {
        return Multi.createFrom()
                .range(0, partitions)
                .onItem()
                .transformToUniAndConcatenate(this::streams)
                .onItem()
                .<Stream>disjoint()
                .onItem()
                .transformToUniAndConcatenate(stream -> work.apply(stream))
                .collect()
                .asList();
    }

    private Uni<List<Stream>> streams(int partition) {
        return scan(partition, "0", new ArrayList<>())
                .map(keys -> keys.stream()
                        .distinct()
                        .map(key -> new Stream(partition, key))
                        .toList());
    }

    private Uni<List<String>> scan(int partition, String cursor, List<String> found) {
        String events = StreamKeys.events(partition);
        return STREAMS.run(redis, List.of(events), List.of(cursor, events + "*"))
                .chain(scanned -> {
                    StreamSupport.stream(scanned.get(1).spliterator(), false)
                            .map(Response::toString)
                            .filter(key -> !key.equals(StreamKeys.scratch(partition)))
                            .forEach(found::add);
                    String next = scanned.get(0).toString();
                    return next.equals("0") ? Uni.createFrom().item(found) : scan(partition, next, found);
                });
    }

    private Uni<Void> read(String key, String from, Consumer<StreamEntry> reader) {
        return redis.send(Request.cmd(Command.XRANGE)
                        .arg(key)
                        .arg(from)
                        .arg("+")
                        .arg("COUNT")
                        .arg(PAGE))
                .chain(answer -> {
                    List<StreamEntry> entries = StreamEntry.list(answer);
                    entries.forEach(reader);
                    return entries.size() < PAGE
                            ? Uni.createFrom().voidItem()
                            : read(key, "(" + entries.getLast().id(), reader);
                });
    }

    private Uni<Long> without(Stream stream, List<String> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(0L);
        }
        List<String> now = ids.subList(0, Math.min(STEP, ids.size()));
        List<String> then = ids.subList(now.size(), ids.size());
        return WITHOUT.run(redis, List.of(stream.key(), StreamKeys.scratch(stream.partition())), now)
                .map(Response::toLong)
                .chain(removed -> without(stream, then).map(more -> removed + more));
    }

    private record Stream(int partition, String key) {}
}
