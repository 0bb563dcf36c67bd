package io.mnemesh.memory.migration;

import io.mnemesh.memory.memories.persistence.TenantRepository;
import io.mnemesh.memory.memories.persistence.VectorRepository;
import io.mnemesh.memory.memories.persistence.VectorRepository.Window;
import io.mnemesh.memory.storage.TenantSessions;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Walks over the memories of all tenants, one tenant after another in the order of ids, so many at a time that each is read
 * in a short transaction of its own.
 */
@ApplicationScoped
class MemoryWalk {

    private static final int WINDOW = 1_000;

    private final TenantSessions sessions;
    private final TenantRepository tenants;
    private final VectorRepository vectors;

    MemoryWalk(TenantSessions sessions, TenantRepository tenants, VectorRepository vectors) {
        this.sessions = sessions;
        this.tenants = tenants;
        this.vectors = vectors;
    }

    /**
     * Works on what is met. A tenant for whom that fails keeps no other waiting; it fails at the end.
     *
     * @param model whose vectors are looked for
     * @return the sum of what the work came to
     */
    Uni<Long> over(String model, BiFunction<TenantId, Window, Uni<Long>> work) {
        return sessions.inSystem(transaction -> tenants.all())
                .chain(all -> Multi.createFrom()
                        .iterable(all)
                        .onItem()
                        .transformToUni(tenant -> of(tenant, model, work))
                        .collectFailures()
                        .concatenate()
                        .collect()
                        .with(Collectors.summingLong(Long::longValue)));
    }

    private Uni<Long> of(TenantId tenant, String model, BiFunction<TenantId, Window, Uni<Long>> work) {
        return Multi.createBy()
                .repeating()
                .uni(AtomicReference<@Nullable UUID>::new, after -> step(tenant, model, after, work))
                .whilst(Step::more)
                .collect()
                .with(Collectors.summingLong(Step::done));
    }

    private Uni<Step> step(
            TenantId tenant,
            String model,
            AtomicReference<@Nullable UUID> after,
            BiFunction<TenantId, Window, Uni<Long>> work) {
        return sessions.inTenant(tenant, transaction -> vectors.window(tenant, model, after.get(), WINDOW))
                .chain(window -> work.apply(tenant, window)
                        .invoke(() -> after.set(window.last()))
                        .map(done -> new Step(window.full(), done)));
    }

    /**
     * What one window came to.
     *
     * @param more true if there may be others after it
     */
    private record Step(boolean more, long done) {}
}
