package io.mnemesh.mesh.outbox;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.mesh.outbox.OutboxTable.Place;
import io.mnemesh.mesh.redis.RedisLines;
import io.mnemesh.mesh.redis.Script;
import io.mnemesh.mesh.stream.StreamKeys;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds published events that Redis has lost, in a crash before they were on its disk or with the disk itself, and makes
 * them unpublished again.
 *
 * <p>A loss takes the newest entries of a stream, some or all. So the newest published row of a partition tells whether
 * there is one, and going back from it to the first entry that is still there tells how much. An entry that was trimmed
 * was not lost: trimming notes how far it went, in a key that is lost no later than the entries.
 */
@Singleton
final class LossDetector {

    private static final MeshLog LOG = MeshLog.of(LossDetector.class);
    private static final int PAGE = 256;

    /** Keys: events, trimmed. Arguments: entry ids. Answer: for each 1 if it is there or was trimmed, else 0. */
    private static final Script ACCOUNTED_FOR = Script.of("""
            local function less(a, b)
              local am, as = string.match(a, '^(%d+)-(%d+)$')
              local bm, bs = string.match(b, '^(%d+)-(%d+)$')
              am, as, bm, bs = tonumber(am), tonumber(as), tonumber(bm), tonumber(bs)
              return am < bm or (am == bm and as < bs)
            end
            local trimmed = redis.call('GET', KEYS[2])
            local answer = {}
            for i, id in ipairs(ARGV) do
              if trimmed and not less(trimmed, id) then
                answer[i] = 1
              else
                answer[i] = #redis.call('XRANGE', KEYS[1], id, id, 'COUNT', 1)
              end
            end
            return answer
            """);

    private final OutboxTable table;
    private final RedisLines redis;
    private final Counter republished;

    @Inject
    LossDetector(OutboxTable table, RedisLines redis, MeterRegistry metrics) {
        this.table = table;
        this.redis = redis;
        this.republished = Counter.builder(OutboxMetrics.REPUBLISHED).register(metrics);
    }

    /**
     * Makes lost events unpublished, in the caller's transaction, which holds the relay lock.
     *
     * @return how many
     */
    Uni<Integer> recover(SqlConnection connection) {
        return table.newest(connection)
                .chain(newest -> newest.isEmpty()
                        ? Uni.createFrom().item(List.<Place>of())
                        : Uni.join()
                                .all(newest.stream().map(this::ifLost).toList())
                                .andFailFast()
                                .map(looked ->
                                        looked.stream().flatMap(List::stream).toList()))
                .chain(lost -> recoverFrom(connection, lost))
                .invoke(this::tell);
    }

    private Uni<List<Place>> ifLost(Place newest) {
        return lostOf(newest.partition(), List.of(newest));
    }

    private void tell(int lost) {
        if (lost > 0) {
            republished.increment(lost);
            LOG.warn("Redis lost published events; they are published again").log();
        }
    }

    private Uni<Integer> recoverFrom(SqlConnection connection, List<Place> newestLost) {
        Uni<Integer> total = Uni.createFrom().item(newestLost.size());
        for (Place place : newestLost) {
            total = total.chain(sum -> table.unmark(connection, List.of(place))
                    .chain(() -> recoverBefore(connection, place))
                    .map(more -> sum + more));
        }
        return total;
    }

    private Uni<Integer> recoverBefore(SqlConnection connection, Place place) {
        return table.before(connection, place, PAGE)
                .chain(page -> page.isEmpty()
                        ? Uni.createFrom().item(0)
                        : lostOf(place.partition(), page).chain(lost -> {
                            if (lost.isEmpty()) {
                                return Uni.createFrom().item(0);
                            }
                            Uni<Void> unmarked = table.unmark(connection, lost);
                            return lost.size() < page.size()
                                    ? unmarked.replaceWith(lost.size())
                                    : unmarked.chain(() -> recoverBefore(connection, page.getLast()))
                                            .map(more -> more + lost.size());
                        }));
    }

    /** Of entries in the order newest first, those before the first that is accounted for. */
    private Uni<List<Place>> lostOf(int partition, List<Place> places) {
        List<String> ids = places.stream().map(Place::streamId).toList();
        return ACCOUNTED_FOR
                .run(redis, List.of(StreamKeys.events(partition), StreamKeys.trimmed(partition)), ids)
                .map(answer -> untilAccountedFor(places, answer));
    }

    private static List<Place> untilAccountedFor(List<Place> places, Response answer) {
        if (answer.size() != places.size()) {
            throw new IllegalStateException("Redis answered with another number of entries.");
        }
        var lost = new ArrayList<Place>();
        for (int i = 0; i < places.size() && answer.get(i).toInteger() == 0; i++) {
            lost.add(places.get(i));
        }
        return lost;
    }
}
