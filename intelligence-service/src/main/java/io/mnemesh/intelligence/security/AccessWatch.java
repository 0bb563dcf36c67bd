package io.mnemesh.intelligence.security;

import io.mnemesh.intelligence.events.ExactlyOnce;
import io.mnemesh.intelligence.security.persistence.AlertStore;
import io.mnemesh.intelligence.security.persistence.ProfileStore;
import io.mnemesh.intelligence.security.profile.CallerProfile;
import io.mnemesh.intelligence.security.profile.Suspicion;
import io.mnemesh.intelligence.security.profile.TenantProfile;
import io.mnemesh.intelligence.spi.Persistent;
import io.mnemesh.mesh.event.EventFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.event.payload.AccessRecorded.Caller;
import io.mnemesh.mesh.event.payload.AlertRaised;
import io.mnemesh.mesh.id.Ids;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.TenantTransactions;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.SqlConnection;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Judges each minute of a tenant by what was usual, and raises alerts. The mark that the event was processed, the profiles, the alerts and
 * the events that tell of them are one transaction.
 */
@ApplicationScoped
class AccessWatch {

    private static final String TENANT = "";

    private final ExactlyOnce once;
    private final TenantTransactions transactions;
    private final ProfileStore profiles;
    private final AlertStore alerts;
    private final Outbox outbox;
    private final EventFactory events;
    private final SecurityConfig config;
    private final SecurityMetrics metrics;
    private final Ids ids;

    AccessWatch(
            ExactlyOnce once,
            TenantTransactions transactions,
            ProfileStore profiles,
            AlertStore alerts,
            Outbox outbox,
            EventFactory events,
            SecurityConfig config,
            SecurityMetrics metrics,
            Ids ids) {
        this.once = once;
        this.transactions = transactions;
        this.profiles = profiles;
        this.alerts = alerts;
        this.outbox = outbox;
        this.events = events;
        this.config = config.validated();
        this.metrics = metrics;
        this.ids = ids;
    }

    private record Judged(Map<String, byte[]> profiles, List<Suspicion> found) {}

    Uni<Void> judge(String group, MeshEvent<?> cause, AccessRecorded told) {
        List<String> names = Stream.concat(
                        Stream.of(TENANT),
                        told.callers().stream().map(Caller::caller).filter(caller -> !caller.equals(TENANT)))
                .toList();
        Instant oldest = told.to().minus(Duration.ofDays(config.keptDays()));
        return once.run(
                group,
                cause,
                connection -> profiles.lock(connection, names)
                        .map(known -> judged(told, known))
                        .flatMap(judged -> profiles.put(connection, judged.profiles(), told.to())
                                .chain(() -> raiseAll(connection, cause, told.to(), judged.found())))
                        .chain(() -> profiles.removeBefore(connection, oldest))
                        .chain(() -> alerts.removeBefore(connection, oldest)));
    }

    /** Some tens of microseconds for each token. */
    private Judged judged(AccessRecorded told, Map<String, byte[]> known) {
        var changed = new HashMap<String, byte[]>();
        TenantProfile tenant = read(TenantProfile::new, known.get(TENANT));
        var found = new ArrayList<>(tenant.judge(told, config.limits()));
        changed.put(TENANT, written(tenant));
        for (Caller caller : told.callers()) {
            if (!caller.caller().equals(TENANT)) {
                CallerProfile profile = read(CallerProfile::new, known.get(caller.caller()));
                found.addAll(profile.judge(caller, told.to(), config.limits()));
                changed.put(caller.caller(), written(profile));
            }
        }
        return new Judged(changed, found);
    }

    private Uni<Void> raiseAll(SqlConnection connection, MeshEvent<?> cause, Instant at, List<Suspicion> found) {
        return Multi.createFrom()
                .iterable(found)
                .onItem()
                .transformToUniAndConcatenate(one -> alerts.again(connection, one, at, at.minus(config.same()))
                        .flatMap(again -> {
                            if (again) {
                                metrics.repeated(one.kind());
                                return Uni.createFrom().voidItem();
                            }
                            return raise(connection, cause, at, one);
                        }))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> raise(SqlConnection connection, MeshEvent<?> cause, Instant at, Suspicion one) {
        var alert = new SecurityAlert(
                ids.next(),
                one.kind(),
                one.caller(),
                one.about(),
                one.urgent() ? "critical" : "warning",
                one.detail(),
                1,
                at,
                at,
                null,
                null);
        var event = events.create(
                EventTypes.ALERT_RAISED,
                cause.tenant(),
                alert.id().toString(),
                new AlertRaised(
                        alert.id(), alert.severity(), SecurityAlerts.title(alert), alert.detail(), at, "security"));
        return alerts.add(connection, alert)
                .chain(() -> outbox.append(transactions.statements(connection), List.of(event)))
                .invoke(() -> metrics.raised(one.kind()));
    }

    /** What cannot be read begins anew. */
    private static <T extends Persistent> T read(Supplier<T> made, byte @Nullable [] state) {
        T profile = made.get();
        if (state == null) {
            return profile;
        }
        try (var in = new DataInputStream(new ByteArrayInputStream(state))) {
            profile.read(in);
            return profile;
        } catch (IOException e) {
            return made.get();
        }
    }

    private static byte[] written(Persistent profile) {
        var bytes = new ByteArrayOutputStream();
        try (var out = new DataOutputStream(bytes)) {
            profile.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
