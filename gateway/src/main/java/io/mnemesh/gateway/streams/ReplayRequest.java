package io.mnemesh.gateway.streams;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Sets a consumer group back or forth, by time or by entries.
 *
 * @param from  all retained events from this time on
 * @param after per partition the last entry not to be handled, {@code ms-seq}
 */
@RegisterForReflection
public record ReplayRequest(
        @Nullable String group,
        @Nullable Instant from,
        @Nullable Map<Integer, String> after) {}
