package io.mnemesh.intelligence.errors;

import io.mnemesh.intelligence.erasure.LearnedMemories;
import io.mnemesh.intelligence.errors.persistence.MinerStore;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;

/** Removes what was learned from error memories. */
@ApplicationScoped
class ErrorErasure implements LearnedMemories {

    private final MinerStore signatures;
    private final ErrorLearner learner;

    ErrorErasure(MinerStore signatures, ErrorLearner learner) {
        this.signatures = signatures;
        this.learner = learner;
    }

    @Override
    public String what() {
        return "errors";
    }

    @Override
    public List<String> tables() {
        return List.of(
                "error_occurrence",
                "error_signature",
                "error_merge",
                "error_signal",
                "error_pattern",
                "error_group_alias",
                "error_group");
    }

    @Override
    public Uni<Long> erase(SqlConnection connection, TenantId tenant, List<UUID> memories, Instant at) {
        return signatures
                .lock(connection)
                .chain(revision -> Multi.createFrom()
                        .iterable(memories)
                        .onItem()
                        .transformToUniAndConcatenate(id -> learner.erase(connection, id, at))
                        .filter(known -> known)
                        .collect()
                        .with(Collectors.counting()));
    }
}
