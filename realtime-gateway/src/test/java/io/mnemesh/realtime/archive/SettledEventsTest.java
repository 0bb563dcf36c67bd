package io.mnemesh.realtime.archive;

import static org.assertj.core.api.Assertions.assertThat;

import io.mnemesh.cache.CacheStats;
import io.mnemesh.cache.core.TieredCacheFactory;
import io.mnemesh.mesh.event.EventTypes;
import io.mnemesh.mesh.event.MeshEvent;
import io.mnemesh.mesh.event.payload.MemoryErased;
import io.mnemesh.mesh.event.payload.SessionStarted;
import io.mnemesh.mesh.tenancy.TenantId;
import io.mnemesh.testing.MeshTestResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is cached of the archive, with real tiers. */
@QuarkusTest
@QuarkusTestResource(MeshTestResource.class)
class SettledEventsTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final String ONE_O_CLOCK = "2026-11-01T13:00:00Z";

    @Inject
    EventArchive archive;

    @Inject
    EventRepository events;

    @Inject
    ErasedEvents erased;

    @Inject
    TieredCacheFactory caches;

    private final TenantId tenant = new TenantId("s-" + UUID.randomUUID());

    @Test
    void shouldReadATimeThatIsOverOnce() {
        var event = add(NOON);
        long loads = loads();

        assertThat(ids(ONE_O_CLOCK)).containsExactly(event.id());
        assertThat(ids(ONE_O_CLOCK)).containsExactly(event.id());

        assertThat(loads() - loads).isEqualTo(1);
    }

    @Test
    void shouldReadATimeThatGoesOnEachTime() {
        var first = add(NOON);
        assertThat(ids(null)).containsExactly(first.id());

        var second = add(NOON.plusSeconds(1));

        assertThat(ids(null)).containsExactly(first.id(), second.id());
    }

    @Test
    void shouldNotAnswerAnotherTenant() {
        add(NOON);
        ids(ONE_O_CLOCK);

        var page = get(
                archive.page(new TenantId("r-" + UUID.randomUUID()), List.of(), null, ONE_O_CLOCK, null, null, null));

        assertThat(page.items()).isEmpty();
    }

    @Test
    void shouldForgetWhatIsErased() {
        var memory = UUID.randomUUID();
        add(NOON, memory.toString());
        var other = add(NOON.plusSeconds(1));
        assertThat(ids(ONE_O_CLOCK)).hasSize(2);

        get(erased.erase(
                tenant, new MemoryErased(UUID.randomUUID(), 1, 1, 1, null, false, false, List.of(memory), NOON), 0));

        assertThat(ids(ONE_O_CLOCK)).containsExactly(other.id());
    }

    private MeshEvent<?> add(Instant time) {
        return add(time, "s");
    }

    private MeshEvent<?> add(Instant time, String subject) {
        var event = new MeshEvent<>(
                UUID.randomUUID(),
                EventTypes.SESSION_STARTED,
                "/test",
                subject,
                time,
                tenant,
                null,
                new SessionStarted("s", "ana", null, time));
        get(events.add(event));
        return event;
    }

    private List<UUID> ids(@Nullable String to) {
        return get(archive.page(tenant, List.of(), null, to, null, null, null)).items().stream()
                .map(ArchivedEvent::eventId)
                .toList();
    }

    private long loads() {
        return caches.stats().stream()
                .filter(cache -> cache.name().equals("events"))
                .mapToLong(CacheStats::loads)
                .sum();
    }

    private static <T> T get(Uni<T> uni) {
        return uni.await().atMost(WAIT);
    }
}
