package io.mnemesh.gateway.quotas;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * What the tenants of a plan may ask for, each of them, over all gateways. What is null is not limited.
 *
 * @param unitsPerSecond cost units that come back each second
 * @param burst          cost units that may be asked for at once after a pause
 * @param unitsPerDay    cost units from midnight to midnight UTC
 */
@RegisterForReflection
public record Plan(
        String name,
        @Schema(nullable = true) @Nullable Long unitsPerSecond,
        @Schema(nullable = true) @Nullable Long burst,
        @Schema(nullable = true) @Nullable Long unitsPerDay) {

    static final String UNLIMITED = "unlimited";

    static final Plan NO_LIMIT = new Plan(UNLIMITED, null, null, null);

    boolean isUnlimited() {
        return unitsPerSecond == null && unitsPerDay == null;
    }
}
