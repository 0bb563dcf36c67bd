package io.mnemesh.intelligence.security;

import io.mnemesh.intelligence.erasure.LearnedOfUsers;
import io.mnemesh.intelligence.security.persistence.AlertStore;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Forgets which user looked at an alert; that somebody did stays. */
@ApplicationScoped
class AcknowledgementErasure implements LearnedOfUsers {

    private final AlertStore alerts;

    AcknowledgementErasure(AlertStore alerts) {
        this.alerts = alerts;
    }

    @Override
    public String what() {
        return "acknowledgements";
    }

    @Override
    public List<String> tables() {
        return List.of("security_alert");
    }

    @Override
    public Uni<Long> erase(SqlConnection connection, TenantId tenant, String user, boolean byCreator) {
        return alerts.forget(connection, user);
    }
}
