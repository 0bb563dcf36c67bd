package io.mnemesh.gateway.quotas;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.jspecify.annotations.Nullable;

/**
 * Makes or changes a plan; what is left out is not limited.
 *
 * @param unitsPerSecond cost units that come back each second
 * @param burst          cost units that may be asked for at once; twice those of a second if left out
 * @param unitsPerDay    cost units a day
 */
@RegisterForReflection
public record PlanRequest(
        @Nullable Long unitsPerSecond,
        @Nullable Long burst,
        @Nullable Long unitsPerDay) {}
