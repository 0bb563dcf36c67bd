package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.ErrorHistory.Related;
import io.mnemesh.intelligence.errors.evidence.Association;
import io.mnemesh.intelligence.errors.evidence.Trend;
import io.mnemesh.intelligence.errors.persistence.HistoryStore;
import io.mnemesh.intelligence.errors.persistence.HistoryStore.Counts;
import io.mnemesh.intelligence.errors.persistence.HistoryStore.Neighbour;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Reads the history of a group from what is stored of its errors. */
@ApplicationScoped
class Histories {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration DAYS_BEFORE = Duration.ofDays(6);

    /** Windows that the time before an error, and that before and after it, reach into. */
    private static final int BEFORE = 2;

    private static final int AROUND = 3;

    private final HistoryStore store;
    private final Clock clock;

    Histories(HistoryStore store, Clock clock) {
        this.store = store;
        this.clock = clock;
    }

    Uni<ErrorHistory> of(SqlConnection connection, ErrorGroup group) {
        Instant now = clock.instant();
        return store.counts(connection, group.id(), now)
                .flatMap(counts -> store.neighbours(connection, group.id()).flatMap(neighbours -> {
                    Trend trend = trend(counts, group.firstSeen(), now);
                    return neighbours.isEmpty()
                            ? store.episodes(connection, group.id())
                                    .map(episodes -> new ErrorHistory(counts, trend, episodes, List.of(), List.of()))
                            : store.usual(connection, neighbours)
                                    .map(usual -> history(counts, trend, neighbours, usual));
                }));
    }

    private static Trend trend(Counts counts, Instant firstSeen, Instant now) {
        Duration before = Duration.between(firstSeen, now.minus(DAY));
        before = before.compareTo(DAYS_BEFORE) > 0 ? DAYS_BEFORE : before;
        return Trend.of(counts.day(), DAY, counts.week() - counts.day(), before);
    }

    private static ErrorHistory history(Counts counts, Trend trend, List<Neighbour> neighbours, List<Double> usual) {
        var around = new ArrayList<Related>();
        var before = new ArrayList<Related>();
        for (int i = 0; i < neighbours.size(); i++) {
            Neighbour one = neighbours.get(i);
            around.add(new Related(
                    one.group(), one.text(), new Association(one.episodes(), one.all(), usual.get(i), AROUND)));
            before.add(new Related(
                    one.group(), one.text(), new Association(one.before(), one.all(), usual.get(i), BEFORE)));
        }
        return new ErrorHistory(counts, trend, neighbours.getFirst().all(), significant(around), significant(before));
    }

    private static List<Related> significant(List<Related> all) {
        return all.stream()
                .filter(one -> one.association().isSignificant())
                .sorted(Comparator.comparingDouble(
                                (Related one) -> -one.association().surely())
                        .thenComparingDouble(one -> -one.association().lift())
                        .thenComparing(Related::key))
                .toList();
    }
}
