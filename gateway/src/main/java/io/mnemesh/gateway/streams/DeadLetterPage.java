package io.mnemesh.gateway.streams;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of dead letters.
 *
 * @param nextCursor null if there is no more
 */
@RegisterForReflection
public record DeadLetterPage(
        List<DeadLetterView> items, @Nullable String nextCursor) {}
