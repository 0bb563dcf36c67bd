package io.mnemesh.benchmarks.relay;

import io.mnemesh.gateway.relay.balance.Balancer;
import io.mnemesh.gateway.relay.balance.BalancerSettings;
import io.mnemesh.gateway.relay.balance.Result;
import io.mnemesh.gateway.relay.balance.RouteContext;
import io.mnemesh.gateway.relay.balance.Routed;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** A way to balance. */
interface Strategy {

    /** Chooses a machine for a request. */
    Choice choose(RouteContext context);

    /** What was chosen, told once how it went. */
    interface Choice {

        int machine();

        void end(boolean failed);
    }

    /** The names of the strategies in the order of the table. */
    List<String> NAMES = List.of("round robin", "least request", "P2C-EWMA", "learned");

    /** Makes one of {@link #NAMES}, or the one that is {@link Told}. */
    static Strategy of(String name, List<Machine> machines, LongSupplier nanos, RandomGenerator random) {
        int count = machines.size();
        return switch (name) {
            case "round robin" -> new Counting(count, random, false);
            case "least request" -> new Counting(count, random, true);
            case "P2C-EWMA" -> new Balanced(count, BalancerSettings.defaults().withoutLearning(), nanos, random);
            case "learned" -> new Balanced(count, BalancerSettings.defaults(), nanos, random);
            case "told" -> new Told(machines, nanos, random);
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** Round robin, or the least requests in flight of all machines with ties broken at random. */
    final class Counting implements Strategy {

        private final int[] inFlight;
        private final RandomGenerator random;
        private final boolean least;
        private int turn;

        private Counting(int machines, RandomGenerator random, boolean least) {
            this.inFlight = new int[machines];
            this.random = random;
            this.least = least;
        }

        @Override
        public Choice choose(RouteContext context) {
            int chosen = turn;
            turn = (turn + 1) % inFlight.length;
            if (least) {
                int at = random.nextInt(inFlight.length);
                chosen = at;
                for (int i = 0; i < inFlight.length; i++) {
                    int machine = (at + i) % inFlight.length;
                    chosen = inFlight[machine] < inFlight[chosen] ? machine : chosen;
                }
            }
            inFlight[chosen]++;
            int machine = chosen;
            return new Choice() {
                @Override
                public int machine() {
                    return machine;
                }

                @Override
                public void end(boolean failed) {
                    inFlight[machine]--;
                }
            };
        }
    }

    /** The gateway's own balancer. */
    final class Balanced implements Strategy {

        private final Balancer balancer;

        private Balanced(int machines, BalancerSettings settings, LongSupplier nanos, RandomGenerator random) {
            this.balancer = new Balancer(settings, nanos, () -> random);
            this.balancer.update(ids(machines));
        }

        static List<String> ids(int machines) {
            var ids = new ArrayList<String>();
            for (int i = 0; i < machines; i++) {
                ids.add(Integer.toString(i));
            }
            return ids;
        }

        @Override
        public Choice choose(RouteContext context) {
            Routed routed = Objects.requireNonNull(balancer.choose(context, null));
            return new Choice() {
                @Override
                public int machine() {
                    return Integer.parseInt(routed.instance().id());
                }

                @Override
                public void end(boolean failed) {
                    balancer.end(routed, failed ? Result.FAILED : Result.ANSWERED);
                }
            };
        }
    }
}
