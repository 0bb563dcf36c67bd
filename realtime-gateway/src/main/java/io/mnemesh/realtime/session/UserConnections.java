package io.mnemesh.realtime.session;

import io.mnemesh.mesh.tenancy.Identity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * How many connections each user has on this node, and how much they may publish together: also how much those may who come back,
 * so that nobody may publish more by connecting anew. Thread-safe.
 */
@ApplicationScoped
public class UserConnections {

    private final int limit;
    private final PublishConfig publish;
    private final ConcurrentMap<User, Place> places = new ConcurrentHashMap<>();

    UserConnections(SessionConfig config, PublishConfig publish) {
        this.limit = config.maxPerUser();
        this.publish = publish.validated();
    }

    /**
     * Takes a place.
     *
     * @return false if the user has as many as allowed
     */
    boolean enter(Identity identity) {
        var entered = new AtomicBoolean();
        places.compute(User.of(identity), (user, had) -> {
            Place place = had == null ? empty() : had;
            entered.set(place.connections() < limit);
            return entered.get() ? place.with(1) : had;
        });
        return entered.get();
    }

    void leave(Identity identity) {
        long now = System.nanoTime();
        places.computeIfPresent(User.of(identity), (user, had) -> had.with(-1).unlessForgotten(now));
    }

    boolean isFull(Identity identity) {
        Place place = places.get(User.of(identity));
        return place != null && place.connections() >= limit;
    }

    /** Takes one publication from what a connected user may publish. */
    boolean mayPublish(Identity identity) {
        var may = new AtomicBoolean();
        places.computeIfPresent(User.of(identity), (user, had) -> {
            may.set(had.publications().take(System.nanoTime()));
            return had;
        });
        return may.get();
    }

    /** Forgets users without connections who may publish as much as at first. */
    @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void forget() {
        long now = System.nanoTime();
        places.keySet().forEach(user -> places.computeIfPresent(user, (same, had) -> had.unlessForgotten(now)));
    }

    /** Users who have connections here, or had some lately. */
    int known() {
        return places.size();
    }

    private Place empty() {
        return new Place(0, new TokenBucket(publish.burst(), publish.rate(), System.nanoTime()));
    }

    /** @param publications changed by one thread at a time, within the map's own update */
    private record Place(int connections, TokenBucket publications) {
        Place with(int change) {
            return new Place(connections + change, publications);
        }

        @Nullable
        Place unlessForgotten(long now) {
            return connections == 0 && publications.isFull(now) ? null : this;
        }
    }

    private record User(TenantId tenant, String subject) {
        static User of(Identity identity) {
            return new User(identity.tenant(), identity.subject());
        }
    }
}
