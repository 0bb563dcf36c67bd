package io.mnemesh.memory.index;

import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds an index from the record, tenant after tenant, page after page, while it goes on serving what it has. What
 * changes meanwhile is in the log after {@code resumeAt}, which must have been read before the rebuild starts.
 */
final class IndexRebuild {

    private static final int PAGE = 500;

    private final MemoryIndex index;
    private final SnapshotSource record;
    private final Supplier<Generation> generation;

    IndexRebuild(MemoryIndex index, SnapshotSource record, Supplier<Generation> generation) {
        this.index = index;
        this.record = record;
        this.generation = generation;
    }

    Uni<Void> run(Cursor resumeAt) {
        return index.beginRebuild()
                .chain(record::tenants)
                .chain(tenants -> Multi.createFrom()
                        .iterable(tenants)
                        .onItem()
                        .transformToUniAndConcatenate(tenant -> restore(tenant, null))
                        .collect()
                        .last())
                .chain(() -> index.endRebuild(resumeAt));
    }

    private Uni<Void> restore(TenantId tenant, @Nullable UUID after) {
        return record.page(tenant, generation.get(), after, PAGE)
                .chain(page -> page.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : index.restore(page)
                                .chain(() -> restore(tenant, page.getLast().id())));
    }
}
