package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.NearMisses.Same;
import io.mnemesh.intelligence.errors.persistence.GroupStore;
import io.mnemesh.intelligence.errors.persistence.MergeStore;
import io.mnemesh.intelligence.errors.persistence.MergeStore.Merge;
import io.mnemesh.intelligence.errors.persistence.MergeStore.Point;
import io.mnemesh.intelligence.errors.persistence.MinerStore;
import io.mnemesh.intelligence.errors.persistence.MinerStore.Revision;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * Joins groups that mean the same once their vectors are there, and parts them again when somebody says so. Each step is
 * one transaction with the event that tells of it; groups that were not compared before a crash are compared after it.
 */
@ApplicationScoped
public class GroupMerger {

    private static final int AT_ONCE = 32;

    private final TenantTransactions transactions;
    private final MinerStore signatures;
    private final GroupStore groups;
    private final MergeStore merges;
    private final Patterns patterns;
    private final Outbox outbox;
    private final Ids ids;
    private final Clock clock;
    private final ErrorsConfig config;

    GroupMerger(
            TenantTransactions transactions,
            MinerStore signatures,
            GroupStore groups,
            MergeStore merges,
            Patterns patterns,
            Outbox outbox,
            Ids ids,
            Clock clock,
            ErrorsConfig config) {
        this.transactions = transactions;
        this.signatures = signatures;
        this.groups = groups;
        this.merges = merges;
        this.patterns = patterns;
        this.outbox = outbox;
        this.ids = ids;
        this.clock = clock;
        this.config = config;
    }

    /** Compares the groups of a tenant that were not compared yet. */
    Uni<Void> compare(TenantId tenant) {
        return transactions
                .inTenant(tenant, merges::isAnyUncompared)
                .flatMap(any -> any
                        ? transactions
                                .inTenant(
                                        tenant,
                                        connection -> signatures
                                                .lock(connection)
                                                .flatMap(revision -> compare(connection, tenant, revision)))
                                .invoke(outbox::wake)
                                .flatMap(compared ->
                                        compared < AT_ONCE ? Uni.createFrom().voidItem() : compare(tenant))
                        : Uni.createFrom().voidItem());
    }

    /**
     * Parts what was merged: signatures and errors go back to the group they came from, which has its id again.
     *
     * @return that group
     * @throws ProblemException {@code not-found} if there is no such merge, or nothing of it is left
     */
    public Uni<ErrorGroup> undo(TenantId tenant, UUID mergeId) {
        return transactions
                .inTenant(
                        tenant,
                        connection -> signatures
                                .lock(connection)
                                .flatMap(revision -> merges.find(connection, mergeId)
                                        .flatMap(merge -> {
                                            if (merge == null) {
                                                throw missing(mergeId);
                                            }
                                            return part(connection, tenant, merge, revision);
                                        })))
                .invoke(outbox::wake);
    }

    private Uni<Integer> compare(SqlConnection connection, TenantId tenant, Revision revision) {
        return merges.uncompared(connection, AT_ONCE).flatMap(fresh -> {
            List<UUID> compared = fresh.stream().map(Point::group).toList();
            return merges.latest(connection, config.comparedGroups())
                    .flatMap(known -> merges.parted(
                                    connection, known.stream().map(Point::group).toList())
                            .map(parted ->
                                    new NearMisses(config.mergeSimilarity()).find(fresh, known, new HashSet<>(parted))))
                    .flatMap(found -> merges.markCompared(connection, compared)
                            .flatMap(ignored ->
                                    each(found, same -> merge(connection, tenant, same, revision.version()))))
                    .replaceWith(fresh.size());
        });
    }

    private Uni<Void> merge(SqlConnection connection, TenantId tenant, Same same, long version) {
        List<UUID> all = same.groups().stream().map(Point::group).sorted().toList();
        UUID into = all.getFirst();
        List<UUID> others = all.subList(1, all.size());
        Point largest = same.groups().stream()
                .max(Comparator.comparingLong(Point::occurrences))
                .orElseThrow();
        Instant now = clock.instant();
        return groups.hold(connection, all)
                .flatMap(ignored -> each(
                        others,
                        other -> merges.note(connection, new Merge(ids.next(), into, other, same.similarity(), now))))
                .flatMap(ignored -> groups.merge(connection, into, others, largest.template(), version))
                .flatMap(ignored -> groups.find(connection, into))
                .flatMap(group -> patterns.tellMerged(
                        connection,
                        tenant,
                        into,
                        others.size(),
                        group == null ? 0 : group.occurrences(),
                        same.similarity()));
    }

    private Uni<ErrorGroup> part(SqlConnection connection, TenantId tenant, Merge merge, Revision revision) {
        Instant now = clock.instant();
        return merges.template(connection, merge)
                .flatMap(template -> {
                    if (template == null) {
                        throw missing(merge.id());
                    }
                    return groups.hold(connection, List.of(merge.into()))
                            .flatMap(ignored -> groups.create(connection, merge.from(), template, now))
                            .flatMap(ignored -> merges.markCompared(connection, List.of(merge.from())));
                })
                .flatMap(ignored -> merges.part(connection, merge, revision.version(), now))
                .flatMap(ignored -> nameAnew(connection, merge.into()))
                .flatMap(ignored -> groups.recount(connection, merge.from()))
                .flatMap(ignored -> groups.recount(connection, merge.into()))
                .flatMap(ignored -> groups.find(connection, merge.from()))
                .map(group -> {
                    if (group == null) {
                        throw missing(merge.id());
                    }
                    return group;
                })
                .call(group -> patterns.tellParted(connection, tenant, group, merge));
    }

    /** Names a group by what is left in it, if its name is of something that is not. */
    Uni<Void> nameAnew(SqlConnection connection, UUID id) {
        return groups.find(connection, id)
                .flatMap(group -> merges.templates(connection, id)
                        .flatMap(left -> group == null || left.isEmpty() || left.contains(group.template())
                                ? Uni.createFrom().voidItem()
                                : groups.rename(connection, id, left.getFirst())));
    }

    private static ProblemException missing(UUID mergeId) {
        return ProblemException.notFound("There is no merge " + mergeId + " that could be undone.");
    }

    private static <T> Uni<Void> each(List<T> all, Function<T, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(all)
                .onItem()
                .transformToUniAndConcatenate(one -> step.apply(one))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
