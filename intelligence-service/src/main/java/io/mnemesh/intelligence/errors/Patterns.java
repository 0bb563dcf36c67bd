package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.ErrorHistory.Related;
import io.mnemesh.intelligence.errors.persistence.MergeStore.Merge;
import io.mnemesh.intelligence.errors.persistence.PatternStore;
import io.mnemesh.intelligence.errors.persistence.PatternStore.Found;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.payload.PatternDetected;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.List;
import java.util.UUID;

/**
 * Finds and tells of patterns among errors. The events name groups by id and hold nothing of what errors say, so that
 * nothing of an erased memory stays in the event log.
 */
@ApplicationScoped
class Patterns {

    private static final String MERGED = "error-merge";
    private static final String PARTED = "error-split";
    private static final String SEQUENCE = "error-sequence";

    /** Errors of a group before it is looked at, which it is again whenever their number has doubled. */
    private static final long FIRST_LOOK = 4;

    private final TenantTransactions transactions;
    private final Outbox outbox;
    private final EventFactory events;
    private final Histories histories;
    private final PatternStore store;
    private final Ids ids;
    private final Clock clock;

    Patterns(
            TenantTransactions transactions,
            Outbox outbox,
            EventFactory events,
            Histories histories,
            PatternStore store,
            Ids ids,
            Clock clock) {
        this.transactions = transactions;
        this.outbox = outbox;
        this.events = events;
        this.histories = histories;
        this.store = store;
        this.ids = ids;
        this.clock = clock;
    }

    /** Looks for what comes before the errors of a group, when it has grown enough since the last look. */
    Uni<Void> look(SqlConnection connection, TenantId tenant, ErrorGroup group) {
        if (group.occurrences() < FIRST_LOOK || Long.bitCount(group.occurrences()) != 1) {
            return Uni.createFrom().voidItem();
        }
        return histories
                .of(connection, group)
                .flatMap(history -> Multi.createFrom()
                        .iterable(history.causes())
                        .onItem()
                        .transformToUniAndConcatenate(cause -> tellCause(connection, tenant, group, cause))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** Tells that groups were joined. */
    Uni<Void> tellMerged(
            SqlConnection connection, TenantId tenant, UUID into, int others, long occurrences, double confidence) {
        String told = others + " error groups were found to be the same as group " + into + " and were joined to it.";
        return tell(connection, tenant, new PatternDetected(ids.next(), MERGED, told, occurrences, confidence), into);
    }

    /** Tells that a merge was undone. */
    Uni<Void> tellParted(SqlConnection connection, TenantId tenant, ErrorGroup group, Merge merge) {
        String told = "Error group " + group.id() + " was parted from group " + merge.into() + " again.";
        return tell(
                connection, tenant, new PatternDetected(merge.id(), PARTED, told, group.occurrences(), 1), group.id());
    }

    private Uni<Void> tellCause(SqlConnection connection, TenantId tenant, ErrorGroup group, Related cause) {
        var seen = cause.association();
        var found = new Found(ids.next(), group.id(), cause.key(), seen.support(), seen.episodes(), seen.lift());
        String what = cause.group() == null ? "An event of one kind" : "Error group " + cause.group();
        String told = "%s came before errors of group %s in %d of %d episodes, %.1f times as often as by chance."
                .formatted(what, group.id(), seen.support(), seen.episodes(), seen.lift());
        return store.add(connection, found, clock.instant())
                .flatMap(isNew -> isNew
                        ? tell(
                                connection,
                                tenant,
                                new PatternDetected(found.id(), SEQUENCE, told, seen.support(), seen.surely()),
                                group.id())
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> tell(SqlConnection connection, TenantId tenant, PatternDetected pattern, UUID subject) {
        var event = events.create(EventTypes.PATTERN_DETECTED, tenant, subject.toString(), pattern);
        return outbox.append(transactions.statements(connection), List.of(event))
                .replaceWithVoid();
    }
}
