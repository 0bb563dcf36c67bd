package io.mnemesh.memory.erasure;

import io.mnemesh.memory.erasure.persistence.ErasedRepository;
import io.mnemesh.memory.erasure.persistence.ErasureRepository;
import io.mnemesh.memory.erasure.persistence.UserTraceRepository;
import io.mnemesh.memory.memories.Expected;
import io.mnemesh.memory.memories.MemoryReads;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.Merges;
import io.mnemesh.mesh.erasure.TableRewrites;
import io.mnemesh.mesh.outbox.OutboxErasure;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.problem.ProblemType;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What the record does for an erasure. Memories go the way of every deletion, so that slots, indexes and listeners follow.
 * Others' memories that an erased one stands for stand for themselves again first; named memories take those they stand for
 * with them.
 */
@ApplicationScoped
class RecordErasure {

    /** Memories in one event to the services. */
    static final int PER_PART = 1_000;

    private static final int BATCH = 100;

    private static final List<String> TABLES = List.of(
            "memory",
            "memory_embedding",
            "memory_history",
            "memory_feedback",
            "memory_idempotency",
            "memory_import",
            "memory_import_line",
            "memory_import_error",
            "memory_current_context",
            "memory_cluster",
            "memory_cluster_term",
            "memory_contrary",
            "cache_entry",
            "cache_hot",
            "outbox",
            "erasure",
            "erasure_memory");

    private final TenantTransactions transactions;
    private final ErasureRepository erasures;
    private final ErasedRepository erased;
    private final UserTraceRepository traces;
    private final OutboxErasure outbox;
    private final LogErasure log;
    private final MemoryService memories;
    private final Merges merges;
    private final MemoryReads reads;
    private final TableRewrites rewrites;
    private final ErasureCounts counts;

    RecordErasure(
            TenantTransactions transactions,
            ErasureRepository erasures,
            ErasedRepository erased,
            UserTraceRepository traces,
            OutboxErasure outbox,
            LogErasure log,
            MemoryService memories,
            Merges merges,
            MemoryReads reads,
            TableRewrites rewrites,
            ErasureCounts counts) {
        this.transactions = transactions;
        this.erasures = erasures;
        this.erased = erased;
        this.traces = traces;
        this.outbox = outbox;
        this.log = log;
        this.memories = memories;
        this.merges = merges;
        this.reads = reads;
        this.rewrites = rewrites;
        this.counts = counts;
    }

    /** Also what was deleted before and is told of in the outbox or the event log still. */
    Uni<Outcome> collect(OpenErasure erasure) {
        String user = erasure.user();
        Uni<List<UUID>> told = user == null
                ? Uni.createFrom().item(List.of())
                : log.memoriesOf(erasure.tenant(), user, erasure.byContext(), erasure.byCreator());
        return told.chain(found -> transactions.inTenant(
                        erasure.tenant(),
                        connection -> collect(connection, erasure, found)
                                .chain(() -> erased.keepApart(connection, erasure))
                                .chain(() -> erasures.count(connection, erasure.tenant(), erasure.id(), PER_PART))))
                .replaceWith(Outcome.DONE);
    }

    /** @return how many memories are new */
    private Uni<Integer> collect(SqlConnection connection, OpenErasure erasure, List<UUID> told) {
        String user = erasure.user();
        if (user == null) {
            return erased.collectMerged(connection, erasure);
        }
        return erased.collect(connection, erasure, user)
                .chain(own -> outbox.memoriesOf(
                                connection, erasure.tenant(), user, erasure.byContext(), erasure.byCreator())
                        .chain(waiting -> erasures.add(connection, erasure.tenant(), erasure.id(), waiting))
                        .chain(more -> erasures.add(connection, erasure.tenant(), erasure.id(), told)
                                .map(late -> own + more + late)));
    }

    Uni<Outcome> delete(OpenErasure erasure) {
        return transactions
                .inTenant(
                        erasure.tenant(),
                        connection -> erasures.undeleted(connection, erasure.tenant(), erasure.id(), BATCH))
                .chain(batch -> batch.isEmpty()
                        ? finish(erasure).replaceWith(Outcome.DONE)
                        : delete(erasure, batch).replaceWith(Outcome.MORE));
    }

    private Uni<Void> delete(OpenErasure erasure, List<UUID> batch) {
        return release(erasure, batch)
                .chain(() -> eachOf(
                        batch,
                        id -> memories.delete(erasure.tenant(), id, Expected.ANY)
                                .replaceWith(1)
                                .onFailure(RecordErasure::isGone)
                                .recoverWithItem(0)))
                .chain(deleted -> transactions.inTenant(
                        erasure.tenant(),
                        connection -> erased.blankFingerprints(connection, erasure.tenant(), batch)
                                .chain(() -> outbox.erase(connection, erasure.tenant(), batch))
                                .chain(events -> erasures.counts(
                                        connection,
                                        erasure,
                                        counts.plus(
                                                counts.plus(erasure.counts(), "memories", deleted),
                                                "outboxEvents",
                                                events)))
                                .chain(() -> erasures.deleted(connection, erasure.tenant(), erasure.id(), batch))));
    }

    private Uni<Void> release(OpenErasure erasure, List<UUID> survivors) {
        return transactions
                .inTenant(erasure.tenant(), connection -> erased.mergedOfOthers(connection, erasure, survivors))
                .chain(others -> eachOf(
                        others,
                        id -> merges.unmerge(erasure.tenant(), id)
                                .replaceWith(1)
                                .onFailure(RecordErasure::isGone)
                                .recoverWithItem(0)))
                .replaceWithVoid();
    }

    private Uni<Void> forgetTraces(SqlConnection connection, OpenErasure erasure) {
        String user = erasure.user();
        return user == null
                ? Uni.createFrom().voidItem()
                : traces.forget(connection, erasure.tenant(), user).replaceWithVoid();
    }

    private Uni<Void> finish(OpenErasure erasure) {
        String user = erasure.user();
        if (user == null || !erasure.byCreator()) {
            return Uni.createFrom().voidItem();
        }
        return transactions.inTenant(
                erasure.tenant(),
                connection -> erased.deleteFeedbackOf(connection, erasure.tenant(), user)
                        .call(() -> outbox.eraseRatings(connection, erasure.tenant(), user))
                        .chain(gone ->
                                erasures.counts(connection, erasure, counts.plus(erasure.counts(), "feedback", gone))));
    }

    Uni<Outcome> caches(OpenErasure erasure) {
        return transactions
                .inTenant(erasure.tenant(), connection -> erasures.memories(connection, erasure.tenant(), erasure.id()))
                .chain(ids -> reads.forgetTogether(erasure.tenant(), ids))
                .replaceWith(Outcome.DONE);
    }

    /**
     * Looks again for what a transaction that was open at the beginning, a read that was under way or a late event left
     * behind.
     */
    Uni<Outcome> verify(OpenErasure erasure) {
        return transactions
                .inTenant(erasure.tenant(), connection -> traces.underWay(connection, erasure))
                .chain(underWay -> underWay ? Uni.createFrom().item(Outcome.WAIT) : lookAgain(erasure));
    }

    private Uni<Outcome> lookAgain(OpenErasure erasure) {
        return transactions
                .inTenant(
                        erasure.tenant(),
                        connection -> forgetTraces(connection, erasure)
                                .chain(() -> collect(connection, erasure, List.of()))
                                .call(() -> erasures.count(connection, erasure.tenant(), erasure.id(), PER_PART))
                                .chain(more -> erased.left(connection, erasure)
                                        .chain(left -> erasures.memories(connection, erasure.tenant(), erasure.id())
                                                .chain(ids -> outbox.erase(connection, erasure.tenant(), ids)
                                                        .map(events -> new Late(more, left, events))))))
                .chain(late -> late.memories() > 0 || late.left() > 0
                        ? Uni.createFrom().item(new Outcome.Back(ErasureStep.DELETE))
                        : caches(erasure)
                                .chain(() -> log.erase(erasure))
                                .map(entries -> late.events() > 0 || entries > 0
                                        ? new Outcome.Back(ErasureStep.STREAMS)
                                        : Outcome.DONE));
    }

    Uni<Outcome> pages(OpenErasure erasure) {
        return reads.forgetNames()
                .chain(() -> rewrites.rewrite(erasure.id(), TABLES))
                .replaceWith(Outcome.DONE);
    }

    private static Uni<Long> eachOf(List<UUID> ids, Function<UUID, Uni<Integer>> work) {
        return Multi.createFrom()
                .iterable(ids)
                .onItem()
                .transformToUniAndConcatenate(id -> work.apply(id))
                .collect()
                .with(Collectors.summingLong(Integer::longValue));
    }

    private static boolean isGone(Throwable failure) {
        return failure instanceof ProblemException problem
                && (problem.type() == ProblemType.NOT_FOUND || problem.type() == ProblemType.CONFLICT);
    }

    /** What was found on looking again. */
    private record Late(int memories, long left, int events) {}
}
