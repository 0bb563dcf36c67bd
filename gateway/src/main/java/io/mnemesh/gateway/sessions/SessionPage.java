package io.mnemesh.gateway.sessions;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of the sessions that are not over, oldest first.
 *
 * @param nextCursor null if there is no more
 */
@RegisterForReflection
public record SessionPage(List<SessionView> items, @Nullable String nextCursor) {}
