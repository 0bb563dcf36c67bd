package io.mnemesh.intelligence.cost.rest;

import io.mnemesh.intelligence.cost.ServiceCost;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Figures as they are told: to a ten-thousandth, and nothing where a part of them is not known. */
final class Amounts {

    private static final double PLACES = 1e4;

    private Amounts() {}

    static double rounded(double value) {
        return Math.round(value * PLACES) / PLACES;
    }

    static @Nullable Double rounded(@Nullable Double value) {
        return value == null ? null : (Double) rounded(value.doubleValue());
    }

    static @Nullable Double total(List<ServiceCost> services) {
        double sum = 0;
        for (ServiceCost service : services) {
            Double processor = service.processor();
            Double memory = service.memory();
            Double storage = service.storage();
            if (processor == null || memory == null || storage == null) {
                return null;
            }
            sum += processor + memory + storage;
        }
        return rounded(sum);
    }
}
