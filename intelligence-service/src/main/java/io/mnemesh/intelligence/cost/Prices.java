package io.mnemesh.intelligence.cost;

import org.jspecify.annotations.Nullable;

/**
 * What resources cost; null where no price is set.
 *
 * @param coreHour a reserved processor core for an hour
 * @param gibHour  a reserved GiB of memory for an hour
 * @param gibMonth a stored GiB for a month
 * @param currency as ISO 4217 has it
 */
public record Prices(
        @Nullable Double coreHour,
        @Nullable Double gibHour,
        @Nullable Double gibMonth,
        String currency) {

    /** Hours of a month. */
    private static final double MONTH = 730;

    @Nullable
    Double processor(double coreHours) {
        return coreHour == null ? null : coreHours * coreHour;
    }

    @Nullable
    Double memory(double gibHours) {
        return gibHour == null ? null : gibHours * gibHour;
    }

    /** @param hours how long it is stored */
    @Nullable
    Double storage(double gib, double hours) {
        return gibMonth == null ? null : gib * gibMonth * hours / MONTH;
    }

    /** What a replica of this size costs for these hours. */
    @Nullable
    Double replicas(double replicaHours, ReplicaSize size) {
        return coreHour == null || gibHour == null
                ? null
                : replicaHours * (size.cores() * coreHour + size.gib() * gibHour);
    }
}
