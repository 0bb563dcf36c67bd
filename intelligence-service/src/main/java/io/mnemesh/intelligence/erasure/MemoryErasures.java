package io.mnemesh.intelligence.erasure;

import io.mnemesh.mesh.erasure.ErasureProofs;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.outbox.OutboxErasure;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Removes all that was learned from erased memories and users, in the outbox too. The proof is in the same transaction. */
@ApplicationScoped
class MemoryErasures {

    private static final String OUTBOX = "outbox";

    private final TenantTransactions transactions;
    private final OutboxErasure sent;
    private final ErasureProofs proofs;
    private final List<LearnedMemories> learned;
    private final List<LearnedOfUsers> users;
    private final List<CachedAnswers> cached;

    MemoryErasures(
            TenantTransactions transactions,
            OutboxErasure sent,
            ErasureProofs proofs,
            Instance<LearnedMemories> learned,
            Instance<LearnedOfUsers> users,
            Instance<CachedAnswers> cached) {
        this.transactions = transactions;
        this.sent = sent;
        this.proofs = proofs;
        this.learned = learned.stream()
                .sorted(Comparator.comparing(LearnedMemories::what))
                .toList();
        this.users = users.stream()
                .sorted(Comparator.comparing(LearnedOfUsers::what))
                .toList();
        this.cached = cached.stream().toList();
    }

    /** Every table that may hold something of memories or users. */
    List<String> tables() {
        var tables = new ArrayList<String>();
        learned.forEach(one -> tables.addAll(one.tables()));
        users.forEach(one -> tables.addAll(one.tables()));
        tables.add(OUTBOX);
        return tables;
    }

    /** @return how many of what were removed, the first time it was asked */
    Uni<Map<String, Long>> erase(TenantId tenant, MemoryErased asked) {
        return transactions
                .inTenant(tenant, connection -> remove(connection, tenant, asked))
                .call(() -> forgetCached(tenant));
    }

    private Uni<Void> forgetCached(TenantId tenant) {
        return Multi.createFrom()
                .iterable(cached)
                .onItem()
                .transformToUniAndConcatenate(one -> one.forget(tenant))
                .collect()
                .last();
    }

    private Uni<Map<String, Long>> remove(SqlConnection connection, TenantId tenant, MemoryErased asked) {
        var removed = new HashMap<String, Long>();
        return Multi.createFrom()
                .iterable(learned)
                .onItem()
                .transformToUniAndConcatenate(
                        one -> one.erase(connection, tenant, asked.memoryIds(), asked.requestedAt())
                                .invoke(known -> removed.put(one.what(), known)))
                .collect()
                .last()
                .chain(() -> eraseUser(connection, tenant, asked, removed))
                .chain(() -> sent.erase(connection, tenant, asked.memoryIds()))
                .chain(events -> {
                    removed.put("events", (long) events);
                    return proofs.note(connection, tenant, asked, removed);
                });
    }

    private Uni<Void> eraseUser(
            SqlConnection connection, TenantId tenant, MemoryErased asked, Map<String, Long> removed) {
        String user = asked.user();
        return user == null
                ? Uni.createFrom().voidItem()
                : Multi.createFrom()
                        .iterable(users)
                        .onItem()
                        .transformToUniAndConcatenate(one -> one.erase(connection, tenant, user, asked.byCreator())
                                .invoke(known -> removed.put(one.what(), known)))
                        .collect()
                        .last()
                        .replaceWithVoid();
    }
}
