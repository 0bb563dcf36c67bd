package io.mnemesh.gateway.revocation;

import io.mnemesh.gateway.signing.SigningConfig;
import io.mnemesh.mesh.identity.IdentityConfig;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlClient;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;

/**
 * Revokes the tokens of grants, inside the transaction that takes the right away, so that one cannot happen without the
 * other. Afterwards {@link
 * RevocationRelay#publish()} tells the other services.
 */
@ApplicationScoped
public class Revoking {

    private static final String INSERT = "insert into revocation (grant_id, ends_at) ";
    private static final String KEYS = INSERT + "select grant_id, $1 from api_key where ";
    private static final String SESSIONS = INSERT + "select grant_id, $1 from session where ended_at is null and ";
    private static final String ONCE = " on conflict do nothing";

    private final SigningConfig signing;
    private final IdentityConfig identity;
    private final Clock clock;

    Revoking(SigningConfig signing, IdentityConfig identity, Clock clock) {
        this.signing = signing;
        this.identity = identity;
        this.clock = clock;
    }

    /** How long after now a token may still be taken for good that is made now. */
    Duration longestLife() {
        return signing.tokenLifetime().plus(identity.clockSkew()).plusSeconds(1);
    }

    /** The tokens of an API key, which its owner removes in the same transaction. */
    public Uni<Void> key(SqlClient transaction, UUID id) {
        return transaction
                .preparedQuery(KEYS + "id = $2" + ONCE)
                .execute(Tuple.of(endsAt(), id))
                .replaceWithVoid();
    }

    /** The tokens of sessions that have ended. */
    public Uni<Void> grants(SqlClient transaction, List<UUID> grants) {
        return grants.isEmpty()
                ? Uni.createFrom().voidItem()
                : transaction
                        .preparedQuery(INSERT + "select unnest($2::uuid[]), $1" + ONCE)
                        .execute(Tuple.of(endsAt(), grants.toArray(UUID[]::new)))
                        .replaceWithVoid();
    }

    /** All tokens that an account has now; what proves itself for it afterwards gets others. */
    public Uni<Void> account(SqlClient transaction, TenantId tenant, String name) {
        return both(transaction, "tenant = $2 and %s = $3", Tuple.of(endsAt(), tenant.value(), name))
                .chain(() -> anew(transaction, "api_key", "subject", tenant, name))
                .chain(() -> anew(transaction, "session", "account", tenant, name));
    }

    /** All tokens of a tenant, which its owner removes in the same transaction. */
    public Uni<Void> tenant(SqlClient transaction, TenantId tenant) {
        return both(transaction, "tenant = $2", Tuple.of(endsAt(), tenant.value()));
    }

    private static Uni<Void> both(SqlClient transaction, String which, Tuple values) {
        return transaction
                .preparedQuery(KEYS + which.formatted("subject") + ONCE)
                .execute(values)
                .chain(() -> transaction
                        .preparedQuery(SESSIONS + which.formatted("account") + ONCE)
                        .execute(values))
                .replaceWithVoid();
    }

    private static Uni<Void> anew(SqlClient transaction, String table, String column, TenantId tenant, String name) {
        return transaction
                .preparedQuery("update " + table + " set grant_id = gen_random_uuid() where tenant = $1 and " + column
                        + " = $2")
                .execute(Tuple.of(tenant.value(), name))
                .replaceWithVoid();
    }

    private OffsetDateTime endsAt() {
        return clock.instant().plus(longestLife()).atOffset(ZoneOffset.UTC);
    }
}
