package io.mnemesh.gateway.relay.balance;

import org.jspecify.annotations.Nullable;

/**
 * Says whether an instance fails so much that it is better left out: after failures in a row, by its failure share, when it
 * fails much more than the others, or when the {@link FailureModel} expects the next request to fail. Thread-safe.
 */
final class EjectionReasons {

    private static final int LEAST_SAMPLES = 20;
    private static final int LEAST_BEFORE_PREDICTION = 3;
    private static final double OUTLYING = 0.25;

    private final BalancerSettings settings;
    private final FailureModel model;

    EjectionReasons(BalancerSettings settings, FailureModel model) {
        this.settings = settings;
        this.model = model;
    }

    /** Why this one of all instances is to be left out, or null. */
    @Nullable
    String of(Instance instance, Instance[] all, long now) {
        FailureRate failures = instance.failures();
        if (failures.inARow() >= settings.failuresInARow()) {
            return "failures in a row";
        }
        if (failures.samples() >= LEAST_SAMPLES && failures.slow(now) >= settings.failureShare()) {
            return "failure share";
        }
        if (failures.inARow() >= LEAST_BEFORE_PREDICTION
                && model.predict(instance.failureFeatures(now)) >= settings.predictedFailure()) {
            return "predicted failure";
        }
        return failures.samples() >= LEAST_SAMPLES && failures.slow(now) > ofOthers(instance, all, now) + OUTLYING
                ? "fails more than the others"
                : null;
    }

    /** The mean failure share of the others, 1 if there are none. */
    private static double ofOthers(Instance instance, Instance[] all, long now) {
        double sum = 0;
        int others = 0;
        for (Instance other : all) {
            if (other != instance) {
                sum += other.failures().slow(now);
                others++;
            }
        }
        return others == 0 ? 1 : sum / others;
    }
}
