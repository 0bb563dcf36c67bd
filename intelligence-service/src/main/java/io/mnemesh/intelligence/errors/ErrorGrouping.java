package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.mining.Signature;
import io.mnemesh.intelligence.errors.mining.TemplateMiner.Decision;
import io.mnemesh.intelligence.errors.persistence.GroupStore;
import io.mnemesh.intelligence.errors.persistence.MinerStore;
import io.mnemesh.intelligence.errors.persistence.MinerStore.Revision;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The rule that gives an error its group, the same on every instance.
 *
 * <p>A signature that is stored has its group there: one look-up and a row lock on the group to count. Only a new
 * signature takes the tenant's miner lock, reads what other instances have learned meanwhile, and decides. So two
 * instances never make two groups of one template. Locks are taken in one order, miner before groups.
 */
@ApplicationScoped
class ErrorGrouping {

    private final MinerStore signatures;
    private final GroupStore groups;
    private final MinerReplicas replicas;
    private final SignatureRenewal renewal;
    private final Ids ids;

    ErrorGrouping(MinerStore signatures, GroupStore groups, MinerReplicas replicas, SignatureRenewal renewal, Ids ids) {
        this.signatures = signatures;
        this.groups = groups;
        this.replicas = replicas;
        this.renewal = renewal;
        this.ids = ids;
    }

    /**
     * Where an error was counted.
     *
     * @param group    its group, this error included
     * @param key      key of the signature it was grouped by
     * @param newGroup true if it is the first of its group
     * @param merged   how many groups were found to be the same as this one
     */
    record Assigned(ErrorGroup group, String key, boolean newGroup, int merged) {}

    /** Counts an error in its group, which is made if there is none. */
    Uni<Assigned> assign(SqlConnection connection, TenantId tenant, Signature signature, Instant at) {
        String key = replicas.asRead(tenant).decide(signature).signature().key();
        return signatures
                .groupOf(connection, key)
                .flatMap(group -> group == null ? none() : groups.count(connection, group, at))
                .flatMap(counted -> counted != null
                        ? Uni.createFrom().item(new Assigned(counted, key, false, 0))
                        : signatures
                                .lock(connection)
                                .flatMap(revision -> assignLocked(connection, tenant, signature, at, revision)));
    }

    /** The same for a caller that has locked the tenant's miner. */
    Uni<Assigned> assignLocked(
            SqlConnection connection, TenantId tenant, Signature signature, Instant at, Revision revision) {
        return replicas.upToDate(connection, tenant, revision)
                .call(replica -> renewal.renew(connection, replica, revision))
                .flatMap(replica -> decide(connection, replica, signature))
                .flatMap(decision -> apply(connection, decision, at, revision.version()));
    }

    /** The group an error would have, without counting it; null if there is none. */
    Uni<@Nullable ErrorGroup> find(SqlConnection connection, TenantId tenant, Signature signature) {
        return signatures
                .revision(connection)
                .flatMap(revision -> revision.isFormer()
                        ? signatures.lock(connection)
                        : Uni.createFrom().item(revision))
                .flatMap(revision -> replicas.upToDate(connection, tenant, revision)
                        .call(replica -> renewal.renew(connection, replica, revision)))
                .flatMap(replica -> decide(connection, replica, signature))
                .flatMap(decision -> {
                    UUID group = decision.group();
                    return group == null ? none() : groups.find(connection, group);
                });
    }

    /** The miner's decision; what it had no room for is looked up. */
    private Uni<Decision<UUID>> decide(SqlConnection connection, MinerReplica replica, Signature signature) {
        Decision<UUID> decision = replica.decide(signature);
        return decision.group() != null
                ? Uni.createFrom().item(decision)
                : signatures
                        .groupOf(connection, decision.signature().key())
                        .map(known -> known == null
                                ? decision
                                : new Decision<>(decision.signature(), known, List.of(), List.of()));
    }

    private Uni<Assigned> apply(SqlConnection connection, Decision<UUID> decision, Instant at, long version) {
        boolean newGroup = decision.group() == null;
        var all = new ArrayList<>(decision.merged());
        all.add(decision.group() == null ? ids.next() : decision.group());
        UUID group = Collections.min(all);
        List<UUID> others = all.stream().filter(id -> !id.equals(group)).toList();
        List<Signature> learnt = decision.learnt();
        String template = (learnt.isEmpty() ? decision.signature() : learnt.getLast()).template();

        Uni<Void> ready = Uni.createFrom().voidItem();
        if (newGroup) {
            ready = groups.create(connection, group, template, at);
        } else if (!others.isEmpty()) {
            ready = groups.hold(connection, all)
                    .flatMap(ignored -> groups.merge(connection, group, others, template, version));
        } else if (learnt.size() > 1) {
            ready = groups.rename(connection, group, template);
        }
        for (Signature signature : learnt) {
            boolean derived = !signature.equals(decision.signature());
            ready = ready.flatMap(ignored -> signatures.add(connection, signature, group, derived, version));
        }
        return ready.flatMap(ignored -> groups.count(connection, group, at)).map(counted -> {
            if (counted == null) {
                throw new IllegalStateException("A signature names a group that is not there.");
            }
            return new Assigned(counted, decision.signature().key(), newGroup, others.size());
        });
    }

    private static Uni<@Nullable ErrorGroup> none() {
        return Uni.createFrom().nullItem();
    }
}
