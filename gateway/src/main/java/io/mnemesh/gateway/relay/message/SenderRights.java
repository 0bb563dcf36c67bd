package io.mnemesh.gateway.relay.message;

import io.mnemesh.mesh.postgres.QueuedConnections;
import io.mnemesh.mesh.tenancy.Identity;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a sender may do now. The API key or session that a message came with has to be one that tokens are still made of,
 * and its account in use; otherwise nothing is sent for it. Roles are those the token had, as far as the account and the key
 * still have them.
 */
@ApplicationScoped
class SenderRights {

    private static final String NOW = """
            select a.roles as account_roles, k.roles as key_roles, k.expires_at as ends_at
            from account a join api_key k on k.tenant = a.tenant and k.subject = a.name
            where a.tenant = $1 and a.name = $2 and k.grant_id = $3 and a.disabled_at is null
                and (k.expires_at is null or k.expires_at > now())
            union all
            select a.roles, a.roles, s.ends_at
            from account a join session s on s.tenant = a.tenant and s.account = a.name
            where a.tenant = $1 and a.name = $2 and s.grant_id = $3 and a.disabled_at is null
                and s.ended_at is null and s.idle_ends_at > now() and s.ends_at > now()
            """;

    private final QueuedConnections connections;

    SenderRights(QueuedConnections connections) {
        this.connections = connections;
    }

    /**
     * What the sender may do now.
     *
     * @param notAfter when the grant ends; null if it has no end
     */
    record Rights(Identity identity, @Nullable Instant notAfter) {}

    /** The rights of a message's sender; null if there are none any more. */
    Uni<@Nullable Rights> of(Identity sender, UUID grant) {
        return connections
                .with(connection -> connection
                        .preparedQuery(NOW)
                        .execute(Tuple.of(sender.tenant().value(), sender.subject(), grant)))
                .map(rows -> {
                    for (Row row : rows) {
                        return rights(sender, row);
                    }
                    return null;
                });
    }

    private static Rights rights(Identity sender, Row row) {
        var roles = new HashSet<>(sender.roles());
        roles.retainAll(List.of(row.getArrayOfStrings("account_roles")));
        roles.retainAll(List.of(row.getArrayOfStrings("key_roles")));
        var endsAt = row.getOffsetDateTime("ends_at");
        return new Rights(
                new Identity(sender.tenant(), sender.subject(), roles, sender.scopes()),
                endsAt == null ? null : endsAt.toInstant());
    }
}
