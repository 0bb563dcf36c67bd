package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.tenancy.TenantId;
import java.nio.charset.StandardCharsets;

/**
 * Chooses the partition of an aggregate: 32-bit FNV-1a over tenant, a zero byte and subject, mixed and taken modulo the
 * number of partitions. Part of the wire contract: the same aggregate must go to the same partition from every service,
 * so the function never changes and the number of partitions is fixed while streams hold entries.
 *
 * @param partitions at least 1
 */
public record Partitioner(int partitions) {

    private static final int OFFSET = 0x811c9dc5;
    private static final int PRIME = 0x01000193;

    public Partitioner {
        if (partitions < 1) {
            throw new IllegalArgumentException("There is at least one partition.");
        }
    }

    /** @return 0 to {@link #partitions()} - 1 */
    public int partition(TenantId tenant, String subject) {
        int hash = update(OFFSET, tenant.value());
        hash = update(hash * PRIME, subject);
        return Integer.remainderUnsigned(mix(hash), partitions);
    }

    private static int update(int start, String text) {
        int hash = start;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * PRIME;
        }
        return hash;
    }

    /** FNV's low bits are weak; the finalizer of MurmurHash3 spreads them. */
    private static int mix(int value) {
        int h = value;
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }
}
