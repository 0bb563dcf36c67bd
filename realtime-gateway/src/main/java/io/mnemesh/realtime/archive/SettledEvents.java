package io.mnemesh.realtime.archive;

import io.mnemesh.cache.CacheInvalidate;
import io.mnemesh.cache.CacheKey;
import io.mnemesh.cache.Cached;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Events of times that are over, which do not change any more but by erasure: dashboards that look at the same day share one read
 * of it. They are kept in this process only, so that their content is in no other place than before.
 */
@ApplicationScoped
class SettledEvents {

    private static final String CACHE = "events";

    /** Events come to the archive a moment after they happened; what comes later still is missed for the time in the cache. */
    private static final Duration SETTLED_AFTER = Duration.ofMinutes(1);

    private final EventRepository events;
    private final Clock clock;

    SettledEvents(EventRepository events, Clock clock) {
        this.events = events;
        this.clock = clock;
    }

    /** Whether all that the question is about is over. */
    boolean covers(EventQuery query) {
        Instant to = query.to();
        return to != null && !to.isAfter(clock.instant().minus(SETTLED_AFTER));
    }

    /** @param question names the query, from {@link #question} */
    @Cached(
            cache = CACHE,
            local = "${mnemesh.realtime.archive.cache.ttl}",
            localSize = "${mnemesh.realtime.archive.cache.size}",
            redis = "0s",
            tags = "told")
    Uni<List<ArchivedEvent>> find(TenantId tenant, @CacheKey String question, EventQuery query) {
        return events.find(tenant, query);
    }

    /** Drops what is kept of a tenant, in all instances: some of its events are gone. */
    @CacheInvalidate(cache = CACHE, tags = "told")
    Uni<Void> forget(TenantId tenant) {
        return Uni.createFrom().voidItem();
    }

    /** All of a query in a few words, none of them personal. */
    static String question(EventQuery query) {
        EventCursor after = query.after();
        return String.join(",", query.types()) + ";" + query.from() + ";" + query.to() + ";"
                + (after == null ? "" : after.encode()) + ";" + query.descending() + ";" + query.limit();
    }
}
