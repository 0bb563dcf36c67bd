package io.mnemesh.memory.erasure.persistence;

import io.mnemesh.memory.erasure.OpenErasure;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.stream.StreamSupport;

/** What the record has of memories that are erased. Every method joins the caller's tenant transaction. */
@ApplicationScoped
public class ErasedRepository {

    /** A version that was the user's makes the memory the user's. */
    private static final String OF_USER = """
            insert into erasure_memory (tenant, erasure_id, memory_id)
            select $1::text, $2::uuid, id from memory where tenant = $1 and created_at <= $6
                and (($4 and user_id = $3) or ($5 and created_by = $3))
            union
            select $1::text, $2::uuid, memory_id from memory_history where tenant = $1 and created_at <= $6
                and (($4 and user_id = $3) or ($5 and created_by = $3))
            on conflict do nothing""";

    private static final String MERGED_INTO = """
            insert into erasure_memory (tenant, erasure_id, memory_id)
            select $1::text, $2::uuid, memory.id from memory join erasure_memory survivor
                on survivor.tenant = memory.tenant and survivor.memory_id = memory.merged_into
            where memory.tenant = $1 and survivor.erasure_id = $2
            on conflict do nothing""";

    private static final String KEEP_APART = """
            update memory set kept_apart = true from erasure_memory erased
            where memory.tenant = $1 and not memory.kept_apart
                and erased.tenant = $1 and erased.erasure_id = $2 and erased.memory_id = memory.id""";

    private static final String MERGED_OF_OTHERS = """
            select memory.id from memory where tenant = $1 and merged_into = any($3) and not exists (
                select from erasure_memory erased where erased.tenant = $1 and erased.erasure_id = $2
                    and erased.memory_id = memory.id)""";

    private static final String LEFT = """
            select count(*) from erasure_memory erased where erased.tenant = $1 and erased.erasure_id = $2 and (
                exists (select from memory where memory.tenant = $1 and memory.id = erased.memory_id)
                or exists (select from memory_history former
                    where former.tenant = $1 and former.memory_id = erased.memory_id)
                or exists (select from memory_embedding vector
                    where vector.tenant = $1 and vector.memory_id = erased.memory_id))""";

    /** Writes down the memories of the user it is about. @return how many are new */
    public Uni<Integer> collect(SqlConnection connection, OpenErasure erasure, String user) {
        return connection
                .preparedQuery(OF_USER)
                .execute(Tuple.of(
                        erasure.tenant().value(),
                        erasure.id(),
                        user,
                        erasure.byContext(),
                        erasure.byCreator(),
                        erasure.requestedAt().atOffset(ZoneOffset.UTC)))
                .map(rows -> rows.rowCount());
    }

    /** Writes down the memories that those written down stand for. @return how many are new */
    public Uni<Integer> collectMerged(SqlConnection connection, OpenErasure erasure) {
        return connection
                .preparedQuery(MERGED_INTO)
                .execute(Tuple.of(erasure.tenant().value(), erasure.id()))
                .map(rows -> rows.rowCount());
    }

    /** No memory is merged with one of these any more. */
    public Uni<Void> keepApart(SqlConnection connection, OpenErasure erasure) {
        return connection
                .preparedQuery(KEEP_APART)
                .execute(Tuple.of(erasure.tenant().value(), erasure.id()))
                .replaceWithVoid();
    }

    /** Memories that these stand for and that are not to be erased. */
    public Uni<List<UUID>> mergedOfOthers(SqlConnection connection, OpenErasure erasure, Collection<UUID> survivors) {
        return connection
                .preparedQuery(MERGED_OF_OTHERS)
                .execute(Tuple.of(erasure.tenant().value(), erasure.id(), survivors.toArray(UUID[]::new)))
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .map((Row row) -> row.getUUID(0))
                        .toList());
    }

    /** What a user said of memories of others. @return how many */
    public Uni<Integer> deleteFeedbackOf(SqlConnection connection, TenantId tenant, String user) {
        return connection
                .preparedQuery("delete from memory_feedback where tenant = $1 and given_by = $2")
                .execute(Tuple.of(tenant.value(), user))
                .map(rows -> rows.rowCount());
    }

    /**
     * Idempotency keys forget what was stored with them, and go on refusing to store it again. @return how many
     */
    public Uni<Integer> blankFingerprints(SqlConnection connection, TenantId tenant, Collection<UUID> memories) {
        return connection
                .preparedQuery("update memory_idempotency set fingerprint = '' where tenant = $1"
                        + " and memory_id = any($2) and fingerprint <> ''")
                .execute(Tuple.of(tenant.value(), memories.toArray(UUID[]::new)))
                .map(rows -> rows.rowCount());
    }

    /** How many of the memories the record still has. */
    public Uni<Long> left(SqlConnection connection, OpenErasure erasure) {
        return connection
                .preparedQuery(LEFT)
                .execute(Tuple.of(erasure.tenant().value(), erasure.id()))
                .map(rows -> rows.iterator().next().getLong(0));
    }
}
