package io.mnemesh.memory.memories.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/** Row of {@code memory_tenant}. */
@Entity
@Table(name = "memory_tenant")
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
class TenantEntity {

    @Id
    String tenant;
}
