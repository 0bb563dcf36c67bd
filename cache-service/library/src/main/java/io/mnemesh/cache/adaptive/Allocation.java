package io.mnemesh.cache.adaptive;

/**
 * Chooses a TTL for each class so that loads are fewest while reads of changed values are within a budget over all classes: a
 * class that changes seldom and is read much gets what another one would waste. It is a knapsack with one price for a stale
 * read: at a price each class takes the TTL with the least loads plus stale reads times price, and the lowest price within the
 * budget is found by bisection. O(classes × TTLs) per step.
 */
final class Allocation {

    private static final double LOWEST = Math.log(1e-9);
    private static final double HIGHEST = Math.log(1e9);
    private static final int STEPS = 60;

    private final double[][] loads;
    private final double[][] stale;

    /**
     * @param loads per class and TTL, the shortest first
     * @param stale per class and TTL
     */
    Allocation(double[][] loads, double[][] stale) {
        this.loads = loads;
        this.stale = stale;
    }

    /**
     * @param budget of stale reads
     * @return index of the TTL of each class; the shortest if nothing is within the budget
     */
    int[] within(double budget) {
        double low = LOWEST;
        double high = HIGHEST;
        if (stale(at(Math.exp(low))) <= budget) {
            return at(Math.exp(low));
        }
        int[] best = new int[loads.length];
        for (int i = 0; i < STEPS; i++) {
            double middle = (low + high) / 2;
            int[] choice = at(Math.exp(middle));
            if (stale(choice) <= budget) {
                best = choice;
                high = middle;
            } else {
                low = middle;
            }
        }
        return best;
    }

    private int[] at(double price) {
        var choice = new int[loads.length];
        for (int i = 0; i < loads.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int ttl = 0; ttl < loads[i].length; ttl++) {
                double cost = loads[i][ttl] + price * stale[i][ttl];
                if (cost < least) {
                    least = cost;
                    choice[i] = ttl;
                }
            }
        }
        return choice;
    }

    private double stale(int[] choice) {
        double sum = 0;
        for (int i = 0; i < choice.length; i++) {
            sum += stale[i][choice[i]];
        }
        return sum;
    }
}
