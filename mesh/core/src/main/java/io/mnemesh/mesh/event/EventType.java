package io.mnemesh.mesh.event;

/**
 * One type of domain event.
 *
 * @param name      the CloudEvents type, for example {@code io.mnemesh.memory.created.v1}
 * @param shortName what browsers see, for example {@code memory_created}
 * @param payload   the record that carries the data
 */
public record EventType<T extends Record>(String name, String shortName, Class<T> payload) {}
