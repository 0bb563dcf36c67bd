package io.mnemesh.realtime.session;

import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/** How many connections each user has on this node. Thread-safe. */
@ApplicationScoped
public class UserConnections {

    private final int limit;
    private final ConcurrentMap<User, Integer> counts = new ConcurrentHashMap<>();

    UserConnections(SessionConfig config) {
        this.limit = config.maxPerUser();
    }

    /**
     * Takes a place.
     *
     * @return false if the user has as many as allowed
     */
    boolean enter(Identity identity) {
        var entered = new AtomicBoolean();
        counts.compute(User.of(identity), (user, had) -> {
            int before = had == null ? 0 : had;
            entered.set(before < limit);
            return before < limit ? before + 1 : had;
        });
        return entered.get();
    }

    void leave(Identity identity) {
        counts.computeIfPresent(User.of(identity), (user, had) -> had == 1 ? null : had - 1);
    }

    boolean isFull(Identity identity) {
        return counts.getOrDefault(User.of(identity), 0) >= limit;
    }

    private record User(TenantId tenant, String subject) {
        static User of(Identity identity) {
            return new User(identity.tenant(), identity.subject());
        }
    }
}
