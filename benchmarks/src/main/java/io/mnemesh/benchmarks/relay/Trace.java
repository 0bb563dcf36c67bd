package io.mnemesh.benchmarks.relay;

import io.mnemesh.gateway.relay.balance.CostClass;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * A generated trace: machines, and how requests come over time (Poisson with a rate that may change).
 *
 * @param rate    requests per second at a time in seconds
 * @param most    an upper bound of the rate
 * @param seconds how long it lasts
 * @param mixed   whether requests are of all cost classes and sizes, or all alike
 */
record Trace(
        String name, List<Machine> machines, DoubleUnaryOperator rate, double most, double seconds, boolean mixed) {

    private static final int MACHINES = 8;
    private static final int SERVERS = 4;
    private static final double MILLIS = 10;
    private static final double CAPACITY = MACHINES * SERVERS * 1000 / MILLIS;
    private static final double SECONDS = 120;
    private static final double STEP_SECONDS = 0.01;

    static List<Trace> all() {
        return List.of(
                homogeneous(), oneSlow(), fastFailing(), bursty(), drifting(), driftingOverloaded(), heterogeneous());
    }

    private static Trace of(String name, List<Machine> machines, double load, boolean mixed) {
        return new Trace(name, machines, second -> load * CAPACITY, load * CAPACITY, SECONDS, mixed);
    }

    private static List<Machine> plain(int machines) {
        var list = new ArrayList<Machine>();
        for (int i = 0; i < machines; i++) {
            list.add(Machine.plain(SERVERS, MILLIS));
        }
        return list;
    }

    static Trace homogeneous() {
        return of("homogeneous", plain(MACHINES), 0.75, false);
    }

    static Trace oneSlow() {
        List<Machine> machines = plain(MACHINES - 1);
        machines.add(Machine.plain(SERVERS, 5 * MILLIS));
        return of("one slow", machines, 0.65, false);
    }

    static Trace fastFailing() {
        List<Machine> machines = plain(MACHINES - 1);
        machines.add(Machine.failing(SERVERS, MILLIS, SECONDS / 4, SECONDS * 3 / 4));
        return of("fast failing", machines, 0.65, false);
    }

    /** A second over capacity in every ten. */
    static Trace bursty() {
        DoubleUnaryOperator rate = second -> CAPACITY * (second % 10 < 1 ? 1.15 : 0.5);
        return new Trace("bursty", plain(MACHINES), rate, CAPACITY * 1.15, SECONDS, false);
    }

    /** Machines that drift, with load for four fifths of what they can bear together when they are slowest together. */
    static Trace drifting() {
        List<Machine> machines = driftingMachines();
        return of("drifting", machines, 0.8 * leastCapacity(machines), false);
    }

    /** The same machines with more load than they can bear together for some of the time: a queue that no router avoids. */
    static Trace driftingOverloaded() {
        return of("drifting, overloaded", driftingMachines(), 0.38, false);
    }

    /** Each machine is between once and three times as slow, with a period of its own. */
    private static List<Machine> driftingMachines() {
        var machines = new ArrayList<Machine>();
        for (int i = 0; i < MACHINES; i++) {
            int number = i;
            machines.add(new Machine() {
                @Override
                public int servers() {
                    return SERVERS;
                }

                @Override
                public double millis(CostClass costClass, double kilobytes, double seconds) {
                    double period = 20 + 5 * number;
                    return MILLIS * (2 + Math.sin(2 * Math.PI * (seconds / period + number / 8.0)));
                }
            });
        }
        return machines;
    }

    /** The least that machines which serve all requests alike bear together during a trace, over {@link #CAPACITY}. */
    private static double leastCapacity(List<Machine> machines) {
        double least = Double.MAX_VALUE;
        for (double second = 0; second < SECONDS; second += STEP_SECONDS) {
            double all = 0;
            for (Machine machine : machines) {
                all += machine.servers() * 1000 / machine.millis(CostClass.READ, 0, second);
            }
            least = Math.min(least, all);
        }
        return least / CAPACITY;
    }

    /** Half of the machines have their index warm and disks slow, the other half the other way round; sizes count. */
    static Trace heterogeneous() {
        var machines = new ArrayList<Machine>();
        for (int i = 0; i < MACHINES; i++) {
            boolean warm = i % 2 == 0;
            double speed = i < MACHINES / 2 ? 1 : 1.5;
            machines.add(new Machine() {
                @Override
                public int servers() {
                    return SERVERS;
                }

                @Override
                public double millis(CostClass costClass, double kilobytes, double seconds) {
                    double base =
                            switch (costClass) {
                                case READ -> 4;
                                case SEARCH -> warm ? 8 : 40;
                                case WRITE -> warm ? 24 : 6;
                                case BULK -> (warm ? 24 : 6) + 0.2 * kilobytes;
                            };
                    return base * speed;
                }
            });
        }
        return of("heterogeneous", machines, 0.5, true);
    }
}
