package io.mnemesh.gateway.sessions;

import io.mnemesh.mesh.tenancy.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A user's session on one device.
 *
 * @param grant      what its tokens are made of; changes when those are revoked and the session is not
 * @param device     name the user gave the device; may be empty
 * @param userAgent  what the client said of itself
 * @param address    where it was last renewed from
 * @param usedAt     when it was last renewed
 * @param idleEndsAt when it ends unless it is renewed
 * @param endsAt     when it ends anyway
 * @param endedBy    null while it is not ended
 */
record Session(
        UUID id,
        UUID grant,
        TenantId tenant,
        String account,
        String device,
        String userAgent,
        String address,
        Instant createdAt,
        Instant usedAt,
        Instant idleEndsAt,
        Instant endsAt,
        @Nullable EndReason endedBy) {

    boolean isOver(Instant now) {
        return endedBy != null || !now.isBefore(idleEndsAt) || !now.isBefore(endsAt);
    }
}
