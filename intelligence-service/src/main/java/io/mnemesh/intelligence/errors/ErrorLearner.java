package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.ErrorGrouping.Assigned;
import io.mnemesh.intelligence.errors.mining.ErrorText;
import io.mnemesh.intelligence.errors.persistence.GroupStore;
import io.mnemesh.intelligence.errors.persistence.MinerStore;
import io.mnemesh.intelligence.errors.persistence.OccurrenceStore;
import io.mnemesh.intelligence.errors.persistence.OccurrenceStore.Stored;
import io.mnemesh.intelligence.errors.persistence.SignalStore;
import io.mnemesh.intelligence.events.ExactlyOnce;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.ErrorLearned;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * Learns from error memories. What an event changes, the mark that it was processed and the {@code error_learned} event
 * it causes are one transaction, so that a redelivery has no effect.
 */
@ApplicationScoped
class ErrorLearner {

    private final TenantTransactions transactions;
    private final ExactlyOnce once;
    private final Outbox outbox;
    private final EventFactory events;
    private final ErrorGrouping grouping;
    private final GroupStore groups;
    private final OccurrenceStore occurrences;
    private final MinerStore signatures;
    private final SignalStore signals;
    private final Patterns patterns;
    private final GroupMerger merger;
    private final ErrorVectors vectors;
    private final ErrorMetrics metrics;

    ErrorLearner(
            TenantTransactions transactions,
            ExactlyOnce once,
            Outbox outbox,
            EventFactory events,
            ErrorGrouping grouping,
            GroupStore groups,
            OccurrenceStore occurrences,
            MinerStore signatures,
            SignalStore signals,
            Patterns patterns,
            GroupMerger merger,
            ErrorVectors vectors,
            ErrorMetrics metrics) {
        this.transactions = transactions;
        this.once = once;
        this.outbox = outbox;
        this.events = events;
        this.grouping = grouping;
        this.groups = groups;
        this.occurrences = occurrences;
        this.signatures = signatures;
        this.signals = signals;
        this.patterns = patterns;
        this.merger = merger;
        this.vectors = vectors;
        this.metrics = metrics;
    }

    /** An error memory was stored or changed. */
    Uni<Void> learn(String group, MeshEvent<?> cause, ErrorReport report) {
        TenantId tenant = cause.tenant();
        return once.run(
                        group,
                        cause,
                        connection -> occurrences
                                .isBuried(connection, report.memoryId())
                                .flatMap(buried -> buried
                                        ? Uni.createFrom().voidItem()
                                        : occurrences
                                                .find(connection, report.memoryId())
                                                .flatMap(stored -> stored == null
                                                        ? add(connection, tenant, report)
                                                        : change(connection, tenant, stored, report))))
                .invoke(vectors::wake);
    }

    /** Something happened that may have to do with errors. */
    Uni<Void> notice(String group, MeshEvent<?> cause, Signal signal) {
        UUID memory = signal.memoryId();
        return once.run(
                group,
                cause,
                connection -> (memory == null ? Uni.createFrom().item(false) : occurrences.isBuried(connection, memory))
                        .flatMap(buried -> buried ? Uni.createFrom().voidItem() : signals.add(connection, signal)));
    }

    /** A memory was deleted, or is no error any more. */
    Uni<Void> forget(String group, MeshEvent<?> cause, UUID memoryId, Instant at, boolean forGood) {
        return once.run(
                group,
                cause,
                connection -> signatures.lock(connection).flatMap(revision -> {
                    Uni<Void> buried = forGood
                            ? occurrences.bury(connection, memoryId, at)
                            : Uni.createFrom().voidItem();
                    return buried.flatMap(ignored -> occurrences.find(connection, memoryId))
                            .flatMap(stored -> stored == null
                                    ? Uni.createFrom().voidItem()
                                    : remove(connection, memoryId, stored.keys()));
                }));
    }

    /** The memory is erased, and a late event of it teaches nothing. True if something was learned from it. */
    Uni<Boolean> erase(SqlConnection connection, UUID memoryId, Instant at) {
        return occurrences
                .bury(connection, memoryId, at)
                .chain(() -> signals.forget(connection, memoryId))
                .chain(() -> occurrences.find(connection, memoryId))
                .chain(stored -> stored == null
                        ? Uni.createFrom().item(false)
                        : remove(connection, memoryId, stored.keys()).replaceWith(true));
    }

    private Uni<Void> add(SqlConnection connection, TenantId tenant, ErrorReport report) {
        ErrorText text = ErrorText.read(report.content());
        return grouping.assign(connection, tenant, text.signature(), report.at())
                .flatMap(assigned -> occurrences
                        .insert(connection, occurrence(report, text, assigned), report.version())
                        .flatMap(ignored -> publish(connection, tenant, assigned, report))
                        .flatMap(ignored -> patterns.look(connection, tenant, assigned.group())));
    }

    private Uni<Void> change(SqlConnection connection, TenantId tenant, Stored stored, ErrorReport report) {
        if (stored.version() >= report.version()) {
            return Uni.createFrom().voidItem();
        }
        Occurrence old = stored.occurrence();
        boolean tells = !old.content().equals(ErrorText.bounded(report.content()))
                || !Objects.equals(old.resolution(), report.resolution())
                || !Objects.equals(old.worked(), report.worked());
        ErrorText text = ErrorText.read(report.content());
        return signatures
                .lock(connection)
                .flatMap(revision -> grouping.assignLocked(connection, tenant, text.signature(), report.at(), revision))
                .flatMap(assigned -> occurrences
                        .delete(connection, report.memoryId())
                        .flatMap(oldGroup -> occurrences
                                .insert(connection, occurrence(report, text, assigned), report.version())
                                .flatMap(ignored -> removeUnused(connection, stored.keys()))
                                .flatMap(ignored -> recount(connection, oldGroup == null ? old.groupId() : oldGroup)))
                        .flatMap(ignored ->
                                groups.find(connection, assigned.group().id()))
                        .flatMap(group -> group == null || !tells
                                ? Uni.createFrom().voidItem()
                                : publish(
                                        connection,
                                        tenant,
                                        new Assigned(group, assigned.key(), assigned.newGroup(), assigned.merged()),
                                        report)));
    }

    private Uni<Void> remove(SqlConnection connection, UUID memoryId, List<String> keys) {
        return occurrences
                .delete(connection, memoryId)
                .flatMap(group -> removeUnused(connection, keys)
                        .flatMap(ignored -> group == null ? Uni.createFrom().voidItem() : recount(connection, group)));
    }

    private Uni<Void> removeUnused(SqlConnection connection, List<String> keys) {
        return Multi.createFrom()
                .iterable(keys)
                .onItem()
                .transformToUniAndConcatenate(key -> signatures.removeUnused(connection, key))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> recount(SqlConnection connection, UUID group) {
        return groups.recount(connection, group)
                .flatMap(gone -> gone ? signatures.renewEpoch(connection) : merger.nameAnew(connection, group));
    }

    private Uni<Void> publish(SqlConnection connection, TenantId tenant, Assigned assigned, ErrorReport report) {
        ErrorGroup group = assigned.group();
        var learned = new ErrorLearned(
                group.id(),
                group.template(),
                report.memoryId(),
                group.occurrences(),
                assigned.newGroup(),
                report.resolution(),
                group.firstSeen(),
                group.lastSeen());
        var event = events.create(EventTypes.ERROR_LEARNED, tenant, group.id().toString(), learned);
        return outbox.append(transactions.statements(connection), List.of(event))
                .invoke(() -> metrics.learned(assigned.newGroup()))
                .flatMap(ignored -> assigned.merged() == 0
                        ? Uni.createFrom().voidItem()
                        : patterns.tellMerged(
                                connection, tenant, group.id(), assigned.merged(), group.occurrences(), 1));
    }

    private static Occurrence occurrence(ErrorReport report, ErrorText text, Assigned assigned) {
        return new Occurrence(
                report.memoryId(),
                assigned.group().id(),
                assigned.key(),
                ErrorText.bounded(report.content()),
                text.summary(),
                report.resolution(),
                report.worked(),
                report.context(),
                report.at(),
                null,
                null);
    }
}
