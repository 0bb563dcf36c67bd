package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.event.MeshEvent;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Set;

/**
 * A competing consumer: the instances of a service share its group and each event is handled by one of them. Make it an
 * application-scoped bean and the mesh starts it with the service.
 *
 * <p>Delivery is at least once and in order per tenant and subject; different subjects are handled side by side. An
 * entry is acknowledged after the returned Uni completes, so complete it only when the effect is durable, and make the
 * effect idempotent or guard it with {@link io.mnemesh.mesh.outbox.ProcessedEvents}. A failure that is transient (the
 * database is away, a deadline passed) is retried until it succeeds; any other is retried {@link #maxAttempts()} times
 * and then put aside as a dead letter with the error attached.
 */
public interface EventSubscription {

    /** A {@link #linger()} for effects that nobody waits for. */
    Duration UNHURRIED = Duration.ofMillis(250);

    /** Consumer group, unique in the mesh, for example {@code memory-embedder}. */
    String group();

    /** Types to be handled; others are acknowledged unseen. */
    Set<EventType<?>> types();

    Uni<Void> handle(MeshEvent<?> event, Delivery delivery);

    default int maxAttempts() {
        return 5;
    }

    /**
     * How long new entries may wait so that they are read together with those that follow. For effects that nobody waits
     * for it saves most of the reads of a busy log; zero, the default, reads at once.
     */
    default Duration linger() {
        return Duration.ZERO;
    }
}
