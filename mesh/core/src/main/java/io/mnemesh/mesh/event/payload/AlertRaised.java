package io.mnemesh.mesh.event.payload;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody should look.
 *
 * @param alertId id of the alert
 * @param severity {@code info}, {@code warning}, {@code critical}
 * @param title one line
 * @param detail what is known
 * @param raisedAt when
 * @param kind what it is about, such as the security of tokens; null if it does not say
 */
public record AlertRaised(
        UUID alertId,
        String severity,
        String title,
        String detail,
        Instant raisedAt,
        @Nullable String kind) {}
