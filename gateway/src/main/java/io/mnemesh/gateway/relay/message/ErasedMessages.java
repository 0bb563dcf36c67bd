package io.mnemesh.gateway.relay.message;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.mnemesh.mesh.erasure.ErasureAnswers;
import io.mnemesh.mesh.erasure.ErasureProofs;
import io.mnemesh.mesh.erasure.ErasureSubscription;
import io.mnemesh.mesh.erasure.TableRewrites;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Removes messages that an erased user sent, whose payload says that it is about the user, or that name an erased memory;
 * receipts of such messages go with them.
 */
@Singleton
class ErasedMessages extends ErasureSubscription {

    private static final String REMOVE = """
            delete from relay_message where tenant = $1 and (
                ($3 and sender = $2)
                or ($4 and strpos(convert_from(payload, 'UTF8'), $6) > 0)
                or exists (select 1 from unnest($5::text[]) as erased (id)
                    where strpos(lower(path), erased.id) > 0 or strpos(lower(convert_from(payload, 'UTF8')), erased.id) > 0))
            """;

    private final TenantTransactions transactions;
    private final ErasureProofs proofs;
    private final ObjectMapper json;

    ErasedMessages(
            TenantTransactions transactions,
            ErasureProofs proofs,
            TableRewrites rewrites,
            ErasureAnswers answers,
            ObjectMapper json) {
        super(rewrites, answers);
        this.json = json;
        this.transactions = transactions;
        this.proofs = proofs;
    }

    @Override
    public String group() {
        return "gateway-erasure";
    }

    @Override
    protected Uni<Map<String, Long>> remove(TenantId tenant, MemoryErased asked) {
        boolean named = asked.user() != null;
        return transactions.inTenant(
                tenant,
                connection -> connection
                        .preparedQuery(REMOVE)
                        .execute(Tuple.tuple()
                                .addString(tenant.value())
                                .addString(asked.user())
                                .addBoolean(named && asked.byCreator())
                                .addBoolean(named && asked.byContext())
                                .addArrayOfString(asked.memoryIds().stream()
                                        .map(UUID::toString)
                                        .toArray(String[]::new))
                                .addString(member(asked.user())))
                        .chain(rows ->
                                proofs.note(connection, tenant, asked, Map.of("messages", (long) rows.rowCount()))));
    }

    /** How a payload says that it is about the user, wherever it does; no text of a payload looks like it. */
    private String member(@Nullable String user) {
        try {
            return "\"user\":" + json.writeValueAsString(user);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The user's name cannot be written.", e);
        }
    }

    @Override
    protected List<String> tables() {
        return List.of("relay_message");
    }
}
