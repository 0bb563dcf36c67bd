package io.mnemesh.intelligence.decision.persistence;

import static io.mnemesh.intelligence.sql.TenantSql.TENANT;
import static io.mnemesh.intelligence.sql.TenantSql.query;

import io.mnemesh.intelligence.decision.ModelVersion;
import io.mnemesh.intelligence.outcome.OutcomeModel;
import io.mnemesh.intelligence.outcome.Scores;
import io.mnemesh.intelligence.sql.TenantSql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Models of decisions and where they come from. Every method runs in the caller's tenant transaction. */
@ApplicationScoped
public class ModelStore {

    /** Versions of a kind whose lineage is kept. */
    private static final int KEPT = 50;

    private static final String COLUMNS =
            "kind, version, examples, outcomes, fingerprint, served, champion, challenger, learned_at";

    /** The model that is served, without its bytes: version 0 if there is none. */
    public Uni<Long> version(SqlConnection connection, String kind) {
        return query(
                        connection,
                        "select m.version from decision_model m join decision_kind k on k.tenant = m.tenant and "
                                + "k.kind = m.kind and k.epoch = m.epoch where m.tenant = " + TENANT
                                + " and m.kind = $1 and m.format = $2 and m.model is not null",
                        kind,
                        OutcomeModel.FORMAT)
                .map(rows -> {
                    Long found = TenantSql.first(rows, row -> row.getLong(0));
                    return found == null ? 0L : found;
                });
    }

    /** The bytes of a version, if they are still there. */
    public Uni<byte @Nullable []> bytes(SqlConnection connection, String kind, long version) {
        return query(
                        connection,
                        "select model from decision_model where tenant = " + TENANT
                                + " and kind = $1 and version = $2 and model is not null",
                        kind,
                        version)
                .map(rows -> TenantSql.first(rows, row -> row.getBuffer(0).getBytes()));
    }

    /** Stores a model in place of the one before. */
    public Uni<Void> store(SqlConnection connection, ModelVersion version, long epoch, byte[] model) {
        return query(
                        connection,
                        "update decision_model set model = null where tenant = " + TENANT
                                + " and kind = $1 and model is not null",
                        version.kind())
                .chain(() -> query(
                        connection,
                        "insert into decision_model (tenant, " + COLUMNS + ", epoch, format, model) values (" + TENANT
                                + ", $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
                        version.kind(),
                        version.version(),
                        version.examples(),
                        version.outcomes().toArray(String[]::new),
                        version.fingerprint(),
                        version.served(),
                        figures(version.champion()),
                        figures(version.challenger()),
                        TenantSql.time(version.learnedAt()),
                        epoch,
                        OutcomeModel.FORMAT,
                        Buffer.buffer(model)))
                .chain(() -> query(
                        connection,
                        "delete from decision_model where tenant = " + TENANT + " and kind = $1 and version <= $2",
                        version.kind(),
                        version.version() - KEPT))
                .replaceWithVoid();
    }

    /** Nothing that was learned of a kind stays. */
    public Uni<Void> remove(SqlConnection connection, String kind) {
        return query(connection, "delete from decision_model where tenant = " + TENANT + " and kind = $1", kind)
                .replaceWithVoid();
    }

    /** Versions, the latest first; of all kinds if none is named. */
    public Uni<List<ModelVersion>> versions(SqlConnection connection, @Nullable String kind, int most) {
        return query(
                        connection,
                        "select " + COLUMNS + " from decision_model where tenant = " + TENANT
                                + " and ($1::text is null or kind = $1) order by learned_at desc, kind, version desc "
                                + "limit $2",
                        kind,
                        most)
                .map(rows -> TenantSql.list(rows, ModelStore::version));
    }

    private static ModelVersion version(Row row) {
        return new ModelVersion(
                row.getString("kind"),
                row.getLong("version"),
                row.getInteger("examples"),
                List.of(row.getArrayOfStrings("outcomes")),
                row.getString("fingerprint"),
                row.getString("served"),
                scores(row.getArrayOfDoubles("champion")),
                scores(row.getArrayOfDoubles("challenger")),
                TenantSql.time(row, "learned_at"));
    }

    private static Double[] figures(Scores scores) {
        return new Double[] {scores.accuracy(), scores.auc(), scores.brier(), scores.ece(), scores.logLoss()};
    }

    private static Scores scores(Double[] figures) {
        return new Scores(figures[0], figures[1], figures[2], figures[3], figures[4]);
    }
}
