package io.mnemesh.gateway.access;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of API keys, without their secrets, by id.
 *
 * @param nextCursor null if there is no more
 */
@RegisterForReflection
public record KeyList(List<ApiKey> items, @Nullable String nextCursor) {}
