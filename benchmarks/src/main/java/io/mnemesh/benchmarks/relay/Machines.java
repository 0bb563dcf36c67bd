package io.mnemesh.benchmarks.relay;

import io.mnemesh.gateway.relay.balance.CostClass;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.PriorityQueue;
import java.util.random.RandomGenerator;

/** The machines of a trace under a virtual clock: a discrete-event simulation. */
final class Machines {

    private static final double SPREAD = 0.5;
    private static final long FAILURE_NANOS = 1_000_000;

    /** Told when a request is over. */
    interface Done {
        void ended(boolean failed);
    }

    private record Event(long at, long order, Runnable run) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            return at == other.at ? Long.compare(order, other.order) : Long.compare(at, other.at);
        }
    }

    private record Waiting(CostClass costClass, double kilobytes, Done done) {}

    private final List<Machine> machines;
    private final RandomGenerator random;
    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private final List<Deque<Waiting>> queues = new ArrayList<>();
    private final int[] busy;
    private long now;
    private long order;

    Machines(List<Machine> machines, RandomGenerator random) {
        this.machines = machines;
        this.random = random;
        this.busy = new int[machines.size()];
        machines.forEach(machine -> queues.add(new ArrayDeque<>()));
    }

    long now() {
        return now;
    }

    double seconds() {
        return now / 1e9;
    }

    void after(long nanos, Runnable run) {
        events.add(new Event(now + nanos, order++, run));
    }

    void run() {
        for (Event event = events.poll(); event != null; event = events.poll()) {
            now = event.at();
            event.run().run();
        }
    }

    void send(int machine, CostClass costClass, double kilobytes, Done done) {
        if (random.nextDouble() < machines.get(machine).failure(seconds())) {
            after(FAILURE_NANOS, () -> done.ended(true));
        } else if (busy[machine] < machines.get(machine).servers()) {
            serve(machine, new Waiting(costClass, kilobytes, done));
        } else {
            queues.get(machine).add(new Waiting(costClass, kilobytes, done));
        }
    }

    private void serve(int machine, Waiting request) {
        busy[machine]++;
        double mean = machines.get(machine).millis(request.costClass(), request.kilobytes(), seconds());
        // Log-normal with this mean.
        double millis = mean * Math.exp(SPREAD * random.nextGaussian() - SPREAD * SPREAD / 2);
        after((long) (millis * 1e6), () -> {
            busy[machine]--;
            Waiting next = queues.get(machine).poll();
            if (next != null) {
                serve(machine, next);
            }
            request.done().ended(false);
        });
    }
}
