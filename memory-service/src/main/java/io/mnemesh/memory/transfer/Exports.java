package io.mnemesh.memory.transfer;

import io.mnemesh.memory.memories.Memory;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryService;
import io.mnemesh.memory.memories.Page;
import io.mnemesh.memory.memories.PageRequest;
import io.mnemesh.memory.memories.Position;
import io.mnemesh.memory.memories.Validity;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Writes out memories page after page, as fast as they are taken. */
@ApplicationScoped
public class Exports {

    private final MemoryService memories;

    Exports(MemoryService memories) {
        this.memories = memories;
    }

    /** Every memory that passes the filter, superseded, merged and archived ones too, the latest stored first. */
    public Multi<TransferLine> of(TenantId tenant, MemoryFilter filter) {
        return Multi.createBy()
                .repeating()
                .uni(
                        AtomicReference<@Nullable Position>::new,
                        after -> memories.list(
                                        tenant,
                                        filter,
                                        Validity.EVER,
                                        new PageRequest(PageRequest.MAX_LIMIT, after.get()))
                                .map(Page::items)
                                .invoke(items -> after.set(items.isEmpty() ? null : Position.of(items.getLast()))))
                .whilst(items -> items.size() == PageRequest.MAX_LIMIT)
                .onItem()
                .transformToMultiAndConcatenate(Exports::lines);
    }

    private static Multi<TransferLine> lines(List<Memory> items) {
        return Multi.createFrom().iterable(items).map(TransferLine::of);
    }
}
