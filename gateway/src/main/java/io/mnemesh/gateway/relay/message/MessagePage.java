package io.mnemesh.gateway.relay.message;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages of a sender, latest first.
 *
 * @param nextCursor null if there is no more
 */
@RegisterForReflection
public record MessagePage(
        List<MessageReceipt> items, @Nullable String nextCursor) {}
