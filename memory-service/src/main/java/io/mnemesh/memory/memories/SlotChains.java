package io.mnemesh.memory.memories;

import io.mnemesh.memory.memories.persistence.SlotRepository;
import io.mnemesh.mesh.outbox.Outbox;
import io.mnemesh.mesh.postgres.Statements;
import io.mnemesh.mesh.tenancy.TenantId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the values of slots in order, also when they arrive late, move or go: each holds until the next one happened.
 * Joins the running transaction; events tell of every memory that is superseded since or no longer.
 */
@ApplicationScoped
class SlotChains {

    private final SlotRepository slots;
    private final Outbox outbox;
    private final MemoryEvents events;

    SlotChains(SlotRepository slots, Outbox outbox, MemoryEvents events) {
        this.slots = slots;
        this.outbox = outbox;
        this.events = events;
    }

    /** To be called before a row is locked that may be in a slot. */
    Uni<Void> lock(TenantId tenant, UUID id) {
        return slots.lockSlotOf(tenant, id);
    }

    /** A memory was stored. */
    Uni<Settled> stored(Statements transaction, TenantId tenant, Memory memory) {
        Slot slot = memory.slot();
        return slot == null
                ? Uni.createFrom().item(Settled.alone(memory))
                : settle(transaction, tenant, memory, Uni.createFrom().item(List.of()), List.of(slot));
    }

    /** A memory was changed. */
    Uni<Settled> changed(Statements transaction, TenantId tenant, Memory before, Memory after) {
        Slot left = before.slot();
        Slot slot = after.slot();
        if (Objects.equals(left, slot) && (slot == null || before.happenedAt().equals(after.happenedAt()))) {
            return Uni.createFrom().item(Settled.alone(after));
        }
        Uni<List<Memory>> freed = slot == null
                ? slots.leave(tenant, after.id())
                : Uni.createFrom().item(List.of());
        return settle(transaction, tenant, after, freed, concerned(left, slot));
    }

    /** A memory was deleted; answers those that changed by that. */
    Uni<List<Memory>> deleted(Statements transaction, TenantId tenant, Memory memory) {
        return settle(transaction, tenant, memory, slots.release(tenant, memory.id()), concerned(memory.slot(), null))
                .map(Settled::moved);
    }

    private static List<Slot> concerned(@Nullable Slot one, @Nullable Slot other) {
        var slots = new ArrayList<Slot>();
        if (one != null) {
            slots.add(one);
        }
        if (other != null && !other.equals(one)) {
            slots.add(other);
        }
        return slots;
    }

    private Uni<Settled> settle(
            Statements transaction, TenantId tenant, Memory memory, Uni<List<Memory>> freed, List<Slot> concerned) {
        return freed.chain(first -> Multi.createFrom()
                        .iterable(concerned)
                        .onItem()
                        .transformToUniAndConcatenate(slot -> slots.order(tenant, slot))
                        .collect()
                        .in(() -> new ArrayList<Memory>(first), List::addAll))
                .map(touched -> settled(memory, touched))
                .call(settled -> outbox.append(
                        transaction,
                        settled.moved().stream()
                                .map(moved -> events.updated(tenant, moved))
                                .toList()));
    }

    private static Settled settled(Memory memory, List<Memory> touched) {
        Memory now = memory;
        var others = new ArrayList<Memory>();
        for (Memory one : touched) {
            if (one.id().equals(memory.id())) {
                now = memory.until(one.validTo(), one.supersededBy());
            } else {
                others.add(one);
            }
        }
        return new Settled(now, others);
    }
}
