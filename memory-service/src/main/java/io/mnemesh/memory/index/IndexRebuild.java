package io.mnemesh.memory.index;

import io.mnemesh.mesh.stream.Cursor;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.List;
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
                        .transformToUniAndConcatenate(tenant -> restore(tenant))
                        .collect()
                        .last())
                .chain(() -> index.endRebuild(resumeAt));
    }

    private Uni<Void> restore(TenantId tenant) {
        return page(tenant, null).chain(page -> restore(tenant, page));
    }

    /** The next page is read while this one is taken in. */
    private Uni<Void> restore(TenantId tenant, List<IndexedMemory> page) {
        return page.isEmpty()
                ? Uni.createFrom().voidItem()
                : Uni.combine()
                        .all()
                        .unis(index.restore(page), page(tenant, page.getLast().id()))
                        .with((done, next) -> next)
                        .chain(next -> restore(tenant, next));
    }

    private Uni<List<IndexedMemory>> page(TenantId tenant, @Nullable UUID after) {
        return record.page(tenant, generation.get(), after, PAGE);
    }
}
