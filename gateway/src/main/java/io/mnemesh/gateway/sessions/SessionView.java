package io.mnemesh.gateway.sessions;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.UUID;

/**
 * A session as its user sees it.
 *
 * @param current whether it is the one that asks
 */
@RegisterForReflection
public record SessionView(
        UUID id,
        String device,
        String userAgent,
        String address,
        Instant createdAt,
        Instant lastUsedAt,
        Instant idleEndsAt,
        Instant endsAt,
        boolean current) {

    static SessionView of(Session session, String grant) {
        return new SessionView(
                session.id(),
                session.device(),
                session.userAgent(),
                session.address(),
                session.createdAt(),
                session.usedAt(),
                session.idleEndsAt(),
                session.endsAt(),
                session.grant().toString().equals(grant));
    }
}
