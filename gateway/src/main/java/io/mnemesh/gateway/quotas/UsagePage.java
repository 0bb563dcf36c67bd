package io.mnemesh.gateway.quotas;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of usage, by day and service.
 *
 * @param plan       what the tenant may ask for now
 * @param nextCursor null if there is no more
 */
@RegisterForReflection
public record UsagePage(
        Plan plan, List<UsageRow> items, @Nullable String nextCursor) {}
