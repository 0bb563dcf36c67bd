package io.mnemesh.embeddings.job;

import io.mnemesh.embeddings.token.LongText;
import io.mnemesh.embeddings.vector.TextVector;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The jobs' tables. */
@ApplicationScoped
class JobRepository {

    private final TenantTransactions transactions;

    JobRepository(TenantTransactions transactions) {
        this.transactions = transactions;
    }

    /** A job that this instance may work on for a while. */
    record Claim(UUID id, TenantId tenant) {}

    Uni<Void> add(TenantId tenant, String user, Job job, List<String> texts) {
        return transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(
                                "INSERT INTO embedding_job (tenant, id, model, long_text, total, created_by) VALUES ($1, $2, $3, $4, $5, $6)")
                        .execute(Tuple.from(List.of(
                                tenant.value(),
                                job.id(),
                                job.model(),
                                job.longText().key(),
                                job.total(),
                                user)))
                        .chain(() -> addTexts(connection, tenant, job.id(), texts))
                        .chain(() -> connection
                                .preparedQuery("INSERT INTO embedding_job_queue (id, tenant) VALUES ($1, $2)")
                                .execute(Tuple.of(job.id(), tenant.value())))
                        .replaceWithVoid());
    }

    private static Uni<RowSet<Row>> addTexts(SqlConnection connection, TenantId tenant, UUID id, List<String> texts) {
        return connection
                .preparedQuery(
                        "INSERT INTO embedding_job_text (tenant, job_id, position, text)"
                                + " SELECT $1, $2, place - 1, text FROM unnest($3::text[]) WITH ORDINALITY AS texts (text, place)")
                .execute(Tuple.of(tenant.value(), id, texts.toArray(String[]::new)));
    }

    Uni<Optional<Job>> find(TenantId tenant, UUID id) {
        return transactions.inTenant(tenant, connection -> find(connection, tenant, id));
    }

    private static Uni<Optional<Job>> find(SqlConnection connection, TenantId tenant, UUID id) {
        return connection
                .preparedQuery("SELECT id, model, long_text, total, done, failed, created_at FROM embedding_job"
                        + " WHERE tenant = $1 AND id = $2")
                .execute(Tuple.of(tenant.value(), id))
                .map(rows -> rows(rows).map(JobRepository::job).findFirst());
    }

    /** @return whether there was one */
    Uni<Boolean> remove(TenantId tenant, UUID id) {
        return transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery("DELETE FROM embedding_job WHERE tenant = $1 AND id = $2")
                        .execute(Tuple.of(tenant.value(), id))
                        .map(rows -> rows.rowCount() > 0));
    }

    /** Texts that have been worked off, by position. */
    Uni<List<JobText>> finished(TenantId tenant, UUID id, int from, int limit) {
        return transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery("SELECT position, vector, tokens, total, parts, problem FROM embedding_job_text"
                                + " WHERE tenant = $1 AND job_id = $2 AND position >= $3"
                                + " AND (vector IS NOT NULL OR problem IS NOT NULL) ORDER BY position LIMIT $4")
                        .execute(Tuple.of(tenant.value(), id, from, limit))
                        .map(rows -> rows(rows).map(JobRepository::text).toList()));
    }

    /** Takes the open job that has waited longest, so that jobs take turns. */
    Uni<Optional<Claim>> claim(Duration lease) {
        return transactions.inSystem(connection -> connection
                .preparedQuery("UPDATE embedding_job_queue SET lease_until = now() + $1 * interval '1 millisecond'"
                        + " WHERE id = (SELECT id FROM embedding_job_queue WHERE finished_at IS NULL AND lease_until <= now()"
                        + " ORDER BY lease_until LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, tenant")
                .execute(Tuple.of((double) lease.toMillis()))
                .map(rows -> rows(rows)
                        .map(row -> new Claim(row.getUUID("id"), new TenantId(row.getString("tenant"))))
                        .findFirst()));
    }

    /** Gives the job back; it is its turn again after the pause. */
    Uni<Void> release(Claim claim, Duration pause) {
        return transactions.inSystem(connection -> connection
                .preparedQuery(
                        "UPDATE embedding_job_queue SET lease_until = now() + $2 * interval '1 millisecond' WHERE id = $1")
                .execute(Tuple.of(claim.id(), (double) pause.toMillis()))
                .replaceWithVoid());
    }

    /** Nothing is left to do. */
    Uni<Void> close(Claim claim) {
        return transactions.inSystem(connection -> connection
                .preparedQuery("UPDATE embedding_job_queue SET finished_at = now() WHERE id = $1")
                .execute(Tuple.of(claim.id()))
                .replaceWithVoid());
    }

    /** Texts that nobody has worked off, by position. */
    Uni<SortedMap<Integer, String>> open(Claim claim, int limit) {
        return transactions.inTenant(
                claim.tenant(),
                connection -> connection
                        .preparedQuery("SELECT position, text FROM embedding_job_text WHERE tenant = $1 AND job_id = $2"
                                + " AND vector IS NULL AND problem IS NULL ORDER BY position LIMIT $3")
                        .execute(Tuple.of(claim.tenant().value(), claim.id(), limit))
                        .map(rows -> {
                            SortedMap<Integer, String> texts = new TreeMap<>();
                            rows.forEach(row -> texts.put(row.getInteger("position"), row.getString("text")));
                            return texts;
                        }));
    }

    /**
     * Stores what became of texts; of one that somebody else has worked off meanwhile nothing is changed. The job's row is
     * locked first, as a removal does, so that the two wait for each other in one order.
     */
    Uni<Void> save(Claim claim, List<JobText> texts) {
        return transactions.inTenant(
                claim.tenant(),
                connection -> connection
                        .preparedQuery("SELECT 1 FROM embedding_job WHERE tenant = $1 AND id = $2 FOR UPDATE")
                        .execute(Tuple.of(claim.tenant().value(), claim.id()))
                        .chain(job ->
                                job.rowCount() == 0 ? Uni.createFrom().voidItem() : save(connection, claim, texts)));
    }

    private static Uni<Void> save(SqlConnection connection, Claim claim, List<JobText> texts) {
        return connection
                .preparedQuery(
                        "UPDATE embedding_job_text SET vector = $4, tokens = $5, total = $6, parts = $7, problem = $8"
                                + " WHERE tenant = $1 AND job_id = $2 AND position = $3 AND vector IS NULL AND problem IS NULL")
                .executeBatch(texts.stream().map(text -> row(claim, text)).toList())
                .chain(changed -> count(connection, claim, texts, changed))
                .replaceWithVoid();
    }

    private static Uni<RowSet<Row>> count(
            SqlConnection connection, Claim claim, List<JobText> texts, RowSet<Row> changed) {
        int done = 0;
        int failed = 0;
        RowSet<Row> outcome = changed;
        for (JobText text : texts) {
            done += text.vector() == null ? 0 : outcome.rowCount();
            failed += text.vector() == null ? outcome.rowCount() : 0;
            outcome = outcome.next() == null ? outcome : outcome.next();
        }
        return connection
                .preparedQuery("UPDATE embedding_job SET done = done + $3, failed = failed + $4"
                        + " WHERE tenant = $1 AND id = $2")
                .execute(Tuple.of(claim.tenant().value(), claim.id(), done, failed));
    }

    /** Finished jobs that are older than this. */
    Uni<List<Claim>> outdated(Duration keep) {
        return transactions.inSystem(connection -> connection
                .preparedQuery("SELECT id, tenant FROM embedding_job_queue"
                        + " WHERE finished_at < now() - $1 * interval '1 millisecond' ORDER BY finished_at LIMIT 100")
                .execute(Tuple.of((double) keep.toMillis()))
                .map(rows -> rows(rows)
                        .map(row -> new Claim(row.getUUID("id"), new TenantId(row.getString("tenant"))))
                        .toList()));
    }

    /** Removes a finished job for good. */
    Uni<Void> forget(Claim claim) {
        return remove(claim.tenant(), claim.id())
                .chain(() -> transactions.inSystem(connection -> connection
                        .preparedQuery("DELETE FROM embedding_job_queue WHERE id = $1")
                        .execute(Tuple.of(claim.id()))))
                .replaceWithVoid();
    }

    private static Tuple row(Claim claim, JobText text) {
        TextVector vector = text.vector();
        var values = new ArrayList<Object>();
        values.add(claim.tenant().value());
        values.add(claim.id());
        values.add(text.position());
        values.add(vector == null ? null : io.vertx.core.buffer.Buffer.buffer(bytes(vector.vector())));
        values.add(vector == null ? null : vector.tokens());
        values.add(vector == null ? null : vector.total());
        values.add(vector == null ? null : vector.parts());
        values.add(text.problem());
        return Tuple.from(values);
    }

    private static Job job(Row row) {
        return new Job(
                row.getUUID("id"),
                row.getString("model"),
                LongText.of("long_text", row.getString("long_text"), LongText.END),
                row.getInteger("total"),
                row.getInteger("done"),
                row.getInteger("failed"),
                row.getOffsetDateTime("created_at"));
    }

    private static JobText text(Row row) {
        Buffer vector = row.getBuffer("vector");
        return new JobText(
                row.getInteger("position"),
                vector == null
                        ? null
                        : new TextVector(
                                floats(vector.getBytes()),
                                row.getInteger("tokens"),
                                row.getInteger("total"),
                                row.getInteger("parts")),
                row.getString("problem"));
    }

    private static byte[] bytes(float[] vector) {
        var bytes = ByteBuffer.allocate(vector.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(vector);
        return bytes.array();
    }

    private static float[] floats(byte[] bytes) {
        var vector = new float[bytes.length / Float.BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(vector);
        return vector;
    }

    private static Stream<Row> rows(RowSet<Row> rows) {
        return StreamSupport.stream(rows.spliterator(), false);
    }
}
