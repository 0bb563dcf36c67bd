package io.mnemesh.benchmarks.relay;

import io.mnemesh.gateway.relay.balance.RouteContext;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Shortest expected delay by a router that is told how fast each machine is at this moment: what a router that has to find it
 * out can at best be expected to reach. It is not told which requests will take long, nor who fails.
 */
final class Told implements Strategy {

    private final List<Machine> machines;
    private final LongSupplier nanos;
    private final RandomGenerator random;
    private final int[] inFlight;

    Told(List<Machine> machines, LongSupplier nanos, RandomGenerator random) {
        this.machines = machines;
        this.nanos = nanos;
        this.random = random;
        this.inFlight = new int[machines.size()];
    }

    @Override
    public Choice choose(RouteContext context) {
        int at = random.nextInt(inFlight.length);
        int best = at;
        double shortest = Double.MAX_VALUE;
        for (int i = 0; i < inFlight.length; i++) {
            int machine = (at + i) % inFlight.length;
            double delay = delay(machine, context);
            if (delay < shortest) {
                best = machine;
                shortest = delay;
            }
        }
        int chosen = best;
        inFlight[chosen]++;
        return new Choice() {
            @Override
            public int machine() {
                return chosen;
            }

            @Override
            public void end(boolean failed) {
                inFlight[chosen]--;
            }
        };
    }

    private double delay(int number, RouteContext context) {
        Machine machine = machines.get(number);
        double millis = machine.millis(context.costClass(), context.bytes() / 1024.0, nanos.getAsLong() / 1e9);
        return millis * Math.max(1, (inFlight[number] + 1.0) / machine.servers());
    }
}
