package io.mnemesh.mesh.stream;

/**
 * How an event reached a handler.
 *
 * @param group     consumer group, or the follower's name
 * @param partition partition it came from
 * @param streamId  Redis stream entry id, {@code ms-seq}
 * @param attempt   1 for the first try
 */
public record Delivery(String group, int partition, String streamId, int attempt) {}
