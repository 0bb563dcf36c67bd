package io.mnemesh.memory.clusters.persistence;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A cluster as it is kept.
 *
 * @param id          UUIDv7
 * @param size        members, two or more
 * @param sum         of their unit vectors
 * @param build       name of the build of the index these vectors are for
 * @param checkedSize members when it was looked through
 * @param namedSize   members when it was named
 * @param terms       words that name it, the most telling first
 * @param words       words counted when it was named
 * @param latestAt    when its latest member was stored
 * @param createdAt   when it was begun
 */
public record StoredCluster(
        UUID id,
        long size,
        double[] sum,
        String build,
        long checkedSize,
        long namedSize,
        List<String> terms,
        long words,
        Instant latestAt,
        Instant createdAt) {

    public StoredCluster {
        terms = List.copyOf(terms);
    }
}
