package io.mnemesh.gateway.relay.message;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Dead messages, latest first.
 *
 * @param nextCursor null if there is no more
 */
@RegisterForReflection
public record DeadMessagePage(
        List<DeadMessage> items, @Nullable String nextCursor) {}
