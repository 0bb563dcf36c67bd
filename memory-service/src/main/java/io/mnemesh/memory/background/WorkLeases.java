package io.mnemesh.memory.background;

import io.mnemesh.memory.background.persistence.LeaseRepository;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.telemetry.MeshLog;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Shares background work between instances: a piece of it has a name and is done by the instance that holds its lease. A
 * lease spares work that would be done twice and guards nothing: it may run out under its holder, so whatever is done under
 * one has to be checked where it is written. What a process that died held is free {@link #TIME} later.
 *
 * <p>Thread-safe. Within one instance a lease keeps nobody out.
 */
@ApplicationScoped
public class WorkLeases {

    /** How long a lease lasts unless it is kept. */
    static final Duration TIME = Duration.ofSeconds(30);

    /** Younger leases are not written anew. */
    private static final Duration FRESH = TIME.dividedBy(3);

    private static final MeshLog LOG = MeshLog.of(WorkLeases.class);

    private final UUID holder;
    private final LeaseRepository repository;
    private final TenantSessions sessions;
    private final Clock clock;
    private final Map<String, Instant> held = new ConcurrentHashMap<>();

    WorkLeases(Worker worker, LeaseRepository repository, TenantSessions sessions, Clock clock) {
        this.holder = worker.id();
        this.repository = repository;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** Takes the work, or keeps what was taken; false while it is another instance's. */
    public Uni<Boolean> take(String work) {
        return Uni.createFrom().deferred(() -> {
            Instant now = clock.instant();
            Instant taken = held.get(work);
            if (taken != null && now.isBefore(taken.plus(FRESH))) {
                return Uni.createFrom().item(true);
            }
            return sessions.inSystem(transaction -> repository.take(transaction, work, holder, TIME))
                    .invoke(mine -> {
                        if (mine) {
                            held.put(work, now);
                        } else {
                            held.remove(work);
                        }
                    });
        });
    }

    /** Gives it back, so that nobody has to wait for its end. Never fails. */
    public Uni<Void> release(String work) {
        return Uni.createFrom().deferred(() -> {
            held.remove(work);
            return sessions.inSystem(transaction -> repository.release(transaction, work, holder))
                    .plug(BestEffort.of(LOG, "A lease of background work ends by itself"));
        });
    }
}
