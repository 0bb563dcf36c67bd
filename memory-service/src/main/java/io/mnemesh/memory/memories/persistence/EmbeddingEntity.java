package io.mnemesh.memory.memories.persistence;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.util.UUID;

/** Row of {@code memory_embedding}. */
@Entity
@Table(name = "memory_embedding")
@IdClass(EmbeddingEntity.Key.class)
@SuppressWarnings("NullAway.Init") // filled in by Hibernate
class EmbeddingEntity {

    @Id
    String tenant;

    @Id
    @Column(name = "memory_id")
    UUID memoryId;

    @Id
    String model;

    int version;
    int dimensions;
    byte[] vector;

    /** Key of a row: one vector per memory and model. */
    record Key(String tenant, UUID memoryId, String model) implements Serializable {}
}
