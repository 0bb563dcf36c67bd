package io.mnemesh.memory.erasure;

import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An erasure as the record has it.
 *
 * @param user     whom it is about; null if only memories were named, and once it is forgotten
 * @param memories how many memories are erased
 * @param parts    parts of each round of requests
 * @param counts   what was removed here, as JSON
 * @param askedAt  when the services were asked last
 * @param freedAt  when the event log was freed last
 * @param signed   the signed tombstone; null before it is done
 */
public record OpenErasure(
        TenantId tenant,
        UUID id,
        @Nullable String user,
        @Nullable String userDigest,
        boolean byContext,
        boolean byCreator,
        ErasureStep step,
        long memories,
        int parts,
        String counts,
        String requestedBy,
        Instant requestedAt,
        @Nullable Instant askedAt,
        @Nullable Instant freedAt,
        @Nullable Instant finishedAt,
        @Nullable String signed) {}
