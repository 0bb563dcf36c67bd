package io.mnemesh.gateway.quotas;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One page of plans, by name.
 *
 * @param nextCursor null if there is no more
 */
@RegisterForReflection
public record PlanList(List<Plan> items, @Nullable String nextCursor) {}
