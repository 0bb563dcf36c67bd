package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.errors.mining.ErrorText;
import io.mnemesh.intelligence.errors.mining.Signature;
import io.mnemesh.intelligence.errors.persistence.MinerStore;
import io.mnemesh.intelligence.errors.persistence.MinerStore.Former;
import io.mnemesh.intelligence.errors.persistence.MinerStore.Revision;
import io.mnemesh.intelligence.errors.persistence.OccurrenceStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/**
 * The step from a former algorithm of signatures to today's. Errors that were learned are read again, and the signatures
 * they have today lead to the groups they are in; former signatures stay. So groups survive a change of algorithm with all
 * they have, and nothing of the former algorithm is kept but what it said. Done once per tenant, by whoever has its miner
 * locked and meets something new.
 */
@ApplicationScoped
class SignatureRenewal {

    private static final int SIGNATURES = 20;

    /** Errors that are read of each signature: one may have become several. */
    private static final int EACH = 5;

    private final MinerStore signatures;
    private final OccurrenceStore occurrences;

    SignatureRenewal(MinerStore signatures, OccurrenceStore occurrences) {
        this.signatures = signatures;
        this.occurrences = occurrences;
    }

    /**
     * Renews what is to be renewed. It does not touch the replica, which must not learn what may be rolled back.
     *
     * @param replica  read in this transaction
     * @param revision of the tenant's miner, which the caller has locked
     */
    Uni<Void> renew(SqlConnection connection, MinerReplica replica, Revision revision) {
        return revision.isFormer()
                ? page(connection, replica, revision, "").flatMap(ignored -> signatures.renewed(connection))
                : Uni.createFrom().voidItem();
    }

    private Uni<Void> page(SqlConnection connection, MinerReplica replica, Revision revision, String after) {
        return signatures
                .former(connection, after, SIGNATURES, EACH)
                .flatMap(page -> page.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : all(connection, replica, revision, page)
                                .flatMap(ignored -> page(
                                        connection,
                                        replica,
                                        revision,
                                        page.getLast().key())));
    }

    private Uni<Void> all(SqlConnection connection, MinerReplica replica, Revision revision, List<Former> page) {
        return Multi.createFrom()
                .iterable(page)
                .onItem()
                .transformToUniAndConcatenate(former -> one(connection, replica, revision, former))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> one(SqlConnection connection, MinerReplica replica, Revision revision, Former former) {
        UUID memory = former.memoryId();
        UUID group = former.group();
        String content = former.content();
        if (memory == null || group == null || content == null) {
            return Uni.createFrom().voidItem();
        }
        return one(connection, replica, revision, former.key(), memory, group, content);
    }

    private Uni<Void> one(
            SqlConnection connection,
            MinerReplica replica,
            Revision revision,
            String formerKey,
            UUID memory,
            UUID group,
            String content) {
        Signature today = replica.decide(ErrorText.read(content).signature()).signature();
        String key = today.key();
        if (key.equals(formerKey)) {
            return Uni.createFrom().voidItem();
        }
        return signatures
                .alias(connection, today, group, revision.version())
                .flatMap(ignored -> occurrences.resign(connection, memory, key));
    }
}
