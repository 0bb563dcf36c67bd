package io.mnemesh.gateway.access;

import io.mnemesh.gateway.accounts.Account;
import io.mnemesh.gateway.accounts.AccountKind;
import io.mnemesh.gateway.accounts.Accounts;
import io.mnemesh.gateway.signing.SigningKeys;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.telemetry.LogKey;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * The first start of a mesh: makes the first tenant and an admin key, and shows the key once. Of several gateways that
 * start at once exactly one does it, because only one can insert the tenant. The key is written to its file before the
 * transaction commits, so that no key is stored that nobody has seen.
 */
@ApplicationScoped
class FirstStart {

    private static final MeshLog LOG = MeshLog.of(FirstStart.class);
    private static final String MAKER = "first-start";
    private static final String ADMIN = "admin";

    private final TenantTransactions transactions;
    private final Tenants tenants;
    private final Accounts accounts;
    private final ApiKeys keys;
    private final KeyDigest digest;
    private final SigningKeys signing;
    private final AccessConfig config;
    private final SecureRandom random = new SecureRandom();

    FirstStart(
            TenantTransactions transactions,
            Tenants tenants,
            Accounts accounts,
            ApiKeys keys,
            KeyDigest digest,
            SigningKeys signing,
            AccessConfig config) {
        this.transactions = transactions;
        this.tenants = tenants;
        this.accounts = accounts;
        this.keys = keys;
        this.digest = digest;
        this.signing = signing;
        this.config = config;
    }

    void onStart(@Observes StartupEvent event) {
        signing.ready()
                .chain(this::run)
                .onFailure()
                .invoke(failure -> LOG.warn("The first start waits for the database")
                        .with(LogKey.REASON, String.valueOf(failure.getMessage()))
                        .log())
                .onFailure()
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(2))
                .indefinitely()
                .subscribe()
                .with(
                        ignored -> {},
                        failure -> LOG.error("The first start failed")
                                .cause(failure)
                                .log());
    }

    /** Does nothing if it was done before, by whomever. */
    Uni<Void> run() {
        return transactions.inSystem(this::createTenantAndKey);
    }

    private Uni<Void> createTenantAndKey(SqlConnection transaction) {
        var name = new TenantId(config.firstTenant());
        Instant now = Instant.now();
        return tenants.insert(transaction, new Tenant(name, now, MAKER))
                .chain(first -> first
                        ? createKey(transaction, name, now)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> createKey(SqlConnection transaction, TenantId tenant, Instant now) {
        ApiKeySecret secret = ApiKeySecret.generate(random);
        List<String> roles = List.of(Identity.ADMIN, Identity.OPERATOR, "member");
        var account =
                new Account(tenant, ADMIN, AccountKind.SERVICE, "made by the first start", roles, null, now, MAKER);
        var key = new ApiKey(
                UUID.randomUUID(), tenant, ADMIN, "first admin key", roles, List.of(), now, MAKER, null, null);
        return accounts.insert(transaction, account)
                .chain(() -> keys.insert(transaction, key, digest.of(secret)))
                .invoke(() -> show(secret));
    }

    private void show(ApiKeySecret secret) {
        config.dataDir().filter(folder -> !folder.toString().isEmpty()).ifPresent(folder -> write(folder, secret));
        // The one secret that is ever logged: without it nobody could get in.
        LOG.info("The admin key of this mesh, shown this once: " + secret.value())
                .log();
    }

    private static void write(Path folder, ApiKeySecret secret) {
        try {
            PrivateFile.write(folder.resolve("admin-key"), secret.value() + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("The admin key cannot be written to " + folder + ".", e);
        }
    }
}
