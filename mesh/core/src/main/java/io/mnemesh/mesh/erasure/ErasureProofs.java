package io.mnemesh.mesh.erasure;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;

/**
 * What this service removed for which erasure, in its own table {@code erasure_proof}, which is written in the transaction
 * of the removal. The first count stays: a repetition finds nothing to remove any more. Thread-safe.
 */
@Singleton
public final class ErasureProofs {

    private static final TypeReference<Map<String, Long>> COUNTS = new TypeReference<>() {};

    private static final String NOTE = """
            INSERT INTO erasure_proof (tenant, erasure_id, round, part, removed) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (tenant, erasure_id, round, part) DO NOTHING
            """;
    private static final String NOTED = """
            SELECT removed FROM erasure_proof WHERE tenant = $1 AND erasure_id = $2 AND round = $3 AND part = $4
            """;

    private final ObjectMapper json;

    @Inject
    ErasureProofs(ObjectMapper json) {
        this.json = json;
    }

    /** @return what was removed the first time */
    public Uni<Map<String, Long>> note(
            SqlConnection connection, TenantId tenant, MemoryErased asked, Map<String, Long> removed) {
        List<Object> place = List.of(tenant.value(), asked.erasureId(), asked.round(), asked.part());
        return connection
                .preparedQuery(NOTE)
                .execute(Tuple.from(place).addString(write(removed)))
                .chain(() -> connection.preparedQuery(NOTED).execute(Tuple.from(place)))
                .map(rows -> read(rows.iterator().next().getString(0)));
    }

    private String write(Map<String, Long> removed) {
        try {
            return json.writeValueAsString(removed);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("Counts cannot be written.", e);
        }
    }

    private Map<String, Long> read(String removed) {
        try {
            return json.readValue(removed, COUNTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The table of proofs holds something that is no count.", e);
        }
    }
}
