package io.mnemesh.intelligence.decision;

import io.mnemesh.intelligence.erasure.LearnedOfUsers;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Removes the decisions that an erased user recorded over HTTP, and what was learned from them. */
@ApplicationScoped
class DecisionErasure implements LearnedOfUsers {

    private final Decisions decisions;

    DecisionErasure(Decisions decisions) {
        this.decisions = decisions;
    }

    @Override
    public String what() {
        return "recorded";
    }

    @Override
    public List<String> tables() {
        return List.of(); // those of decisions are rewritten in every erasure
    }

    @Override
    public Uni<Long> erase(SqlConnection connection, TenantId tenant, String user, boolean byCreator) {
        return byCreator
                ? decisions.eraseOf(connection, tenant, user)
                : Uni.createFrom().item(0L);
    }
}
