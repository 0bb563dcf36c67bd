package io.mnemesh.memory.memories.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

/** Row of {@code memory_idempotency}. */
@Entity
@Table(name = "memory_idempotency")
@IdClass(IdempotencyEntity.Key.class)
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
class IdempotencyEntity {

    @Id
    String tenant;

    @Id
    String key;

    byte[] fingerprint;

    @Column(name = "memory_id")
    UUID memoryId;

    /** Key of a row: one per tenant and idempotency key. */
    record Key(String tenant, String key) implements Serializable {}
}
