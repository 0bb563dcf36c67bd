package io.mnemesh.intelligence.orchestrator.policy;

/**
 * Within what a service is scaled.
 *
 * @param least       fewest replicas
 * @param most        most replicas
 * @param capacity    load that one replica holds within its objectives, in the unit of the load, above nothing
 * @param holdMinutes minutes that what was needed is kept before there are fewer replicas
 */
public record ScalingRule(int least, int most, double capacity, int holdMinutes) {

    public ScalingRule {
        if (least < 1 || most < least || !(capacity > 0) || !Double.isFinite(capacity) || holdMinutes < 0) {
            throw new IllegalArgumentException(
                    "least " + least + ", most " + most + ", capacity " + capacity + ", hold " + holdMinutes);
        }
    }

    /** Replicas that hold a load, within the bounds. */
    public int replicas(double load) {
        return (int) Math.clamp(Math.ceil(load / capacity - 1e-9), least, most);
    }
}
