package io.mnemesh.intelligence.security;

import io.mnemesh.intelligence.security.persistence.AlertStore;
import io.mnemesh.intelligence.security.profile.AlertKind;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells of security alerts of a tenant, and notes that somebody looked. */
@ApplicationScoped
public class SecurityAlerts {

    private final TenantTransactions transactions;
    private final AlertStore alerts;
    private final Clock clock;

    SecurityAlerts(TenantTransactions transactions, AlertStore alerts, Clock clock) {
        this.transactions = transactions;
        this.alerts = alerts;
        this.clock = clock;
    }

    /** One line about an alert. */
    public static String title(SecurityAlert alert) {
        return switch (alert.kind()) {
            case DENIED_BURST -> "A token is denied far more often than ever";
            case NEW_NETWORK -> "A token comes from a network that it never came from";
            case UNUSUAL_HOUR -> "A token is used at an unusual time of the day";
            case TENANT_DENIED -> "Calls of the tenant are denied far more often than ever";
            case TENANT_RATE -> "The tenant asks far more often than ever";
            case TENANT_VOLUME -> "The tenant reads far more than ever";
        };
    }

    /** Alerts by their beginning, the latest first. */
    public Uni<List<SecurityAlert>> page(
            TenantId tenant,
            @Nullable AlertKind kind,
            @Nullable Boolean acknowledged,
            @Nullable Position after,
            int limit) {
        return transactions.inTenant(tenant, connection -> alerts.page(connection, kind, acknowledged, after, limit));
    }

    /** @throws ProblemException {@code not-found} if there is no such alert */
    public Uni<SecurityAlert> acknowledge(TenantId tenant, UUID id, String by) {
        return transactions
                .inTenant(
                        tenant,
                        connection -> alerts.acknowledge(
                                connection, id, by, clock.instant().truncatedTo(ChronoUnit.MICROS)))
                .map(alert -> {
                    if (alert == null) {
                        throw ProblemException.notFound("There is no alert of this id.");
                    }
                    return alert;
                });
    }
}
