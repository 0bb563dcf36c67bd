package io.mnemesh.intelligence.association;

import io.mnemesh.intelligence.association.persistence.ConsentStore;
import io.mnemesh.intelligence.association.persistence.ConsentStore.Change;
import io.mnemesh.intelligence.association.persistence.ConsentStore.Person;
import io.mnemesh.intelligence.association.persistence.ConsentStore.Switch;
import io.mnemesh.intelligence.association.persistence.RatingStore;
import io.mnemesh.intelligence.sql.Position;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The switch of a tenant and the choice of each user. What was said before either agreed is never learned, also when it is told late; who
 * withdraws is forgotten in the same transaction.
 */
@ApplicationScoped
public class Consent {

    private final TenantTransactions transactions;
    private final ConsentStore store;
    private final RatingStore ratings;
    private final AssociationsConfig config;
    private final Ids ids;
    private final Clock clock;

    Consent(
            TenantTransactions transactions,
            ConsentStore store,
            RatingStore ratings,
            AssociationsConfig config,
            Ids ids,
            Clock clock) {
        this.transactions = transactions;
        this.store = store;
        this.ratings = ratings;
        this.config = config.validated();
        this.ids = ids;
        this.clock = clock;
    }

    /**
     * Whether the tenant learns.
     *
     * @param since when an administrator said so; null if none did
     */
    public record Setting(boolean enabled, @Nullable Instant since) {

        /** Whether what was said then may be learned. */
        boolean covers(Instant at) {
            return enabled && (since == null || !at.isBefore(since));
        }
    }

    public Uni<Setting> setting(TenantId tenant) {
        return transactions.inTenant(tenant, this::setting);
    }

    /** The same in a running transaction. */
    Uni<Setting> setting(SqlConnection connection) {
        return store.tenant(connection).map(this::setting);
    }

    private Setting setting(@Nullable Switch said) {
        return said == null ? new Setting(config.enabled(), null) : new Setting(said.enabled(), said.since());
    }

    /** Turns learning on or off; turning it off deletes what was learned. Saying it again changes nothing. */
    public Uni<Setting> turn(Identity caller, boolean enabled) {
        Instant now = now();
        return transactions.inTenant(
                caller.tenant(),
                connection -> store.lockAlone(connection)
                        .chain(() -> store.tenant(connection))
                        .chain(said -> said != null && said.enabled() == enabled
                                ? Uni.createFrom().item(setting(said))
                                : removed(connection, enabled)
                                        .chain(removed -> store.put(
                                                connection,
                                                new Change(ids.next(), enabled, caller.subject(), now, removed)))
                                        .replaceWith(new Setting(enabled, now))));
    }

    private Uni<Long> removed(SqlConnection connection, boolean enabled) {
        return enabled
                ? Uni.createFrom().item(0L)
                : ratings.forgetAll(connection).call(() -> store.forgetPeople(connection));
    }

    /** Changes of the switch, the latest first. */
    public Uni<List<Change>> changes(TenantId tenant, @Nullable Position after, int limit) {
        return transactions.inTenant(tenant, connection -> store.changes(connection, after, limit));
    }

    /** Whether a user takes part where their tenant learns. */
    public Uni<Boolean> takesPart(Identity caller) {
        return transactions.inTenant(
                caller.tenant(), connection -> takesPart(connection, caller.subject(), Instant.MAX));
    }

    /** The same, of what the user said at a time, in a running transaction. */
    Uni<Boolean> takesPart(SqlConnection connection, String person, Instant at) {
        return store.person(connection, person).map(known -> known == null || covers(known, at));
    }

    private static boolean covers(Person person, Instant at) {
        Instant since = person.since();
        return person.takesPart() && (since == null || !at.isBefore(since));
    }

    /** Lets a user take part or not; who does not is forgotten. Saying it again changes nothing. */
    public Uni<Boolean> choose(Identity caller, boolean takesPart) {
        String person = caller.subject();
        Instant now = now();
        return transactions
                .inTenant(
                        caller.tenant(),
                        connection -> store.lockAlone(connection)
                                .chain(() -> store.person(connection, person))
                                .chain(known -> (known == null || known.takesPart()) == takesPart
                                        ? Uni.createFrom().voidItem()
                                        : ratings.forgetPerson(connection, person)
                                                .chain(() -> store.decide(connection, person, takesPart, now))))
                .replaceWith(takesPart);
    }

    private Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS);
    }
}
