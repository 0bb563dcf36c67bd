package io.mnemesh.gateway.relay.balance;

import java.util.List;

/** The features of the learned residual, all of the order of one. */
public final class Features {

    static final int SIZE = 8;

    private static final int IN_FLIGHT = 1;
    private static final double KILOBYTE = 1024;
    private static final double HOURS = 24;

    private static final List<String> NAMES =
            List.of("bias", "in_flight", "payload", "search", "write", "bulk", "hour_sin", "hour_cos");

    private Features() {}

    /** Names in the order of the coefficients. */
    public static List<String> names() {
        return NAMES;
    }

    static double[] of(RouteContext context, int inFlight) {
        double angle = 2 * Math.PI * context.hour() / HOURS;
        var features = new double[SIZE];
        features[0] = 1;
        features[IN_FLIGHT] = Math.log1p(inFlight);
        features[2] = Math.log1p(context.bytes() / KILOBYTE) / 4;
        features[3] = context.costClass() == CostClass.SEARCH ? 1 : 0;
        features[4] = context.costClass() == CostClass.WRITE ? 1 : 0;
        features[5] = context.costClass() == CostClass.BULK ? 1 : 0;
        features[6] = Math.sin(angle);
        features[7] = Math.cos(angle);
        return features;
    }

    /** The same request at an instance with another number of requests in flight. */
    static void setInFlight(double[] features, int inFlight) {
        features[IN_FLIGHT] = Math.log1p(inFlight);
    }
}
