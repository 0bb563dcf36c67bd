package io.mnemesh.memory.memories.persistence;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Panache's view of the table {@code memory}; {@link MemoryRepository} keeps its rows inside. */
@ApplicationScoped
class Rows implements PanacheRepositoryBase<MemoryEntity, UUID> {}
