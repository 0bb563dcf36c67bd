package io.mnemesh.gateway.relay.balance;

/** What instances are compared by: the lesser one gets the request. Reads only; thread-safe. */
final class Scores {

    private final QueueModel queue;

    Scores(QueueModel queue) {
        this.queue = queue;
    }

    /** Peak latency × (requests in flight + 1) × penalty for failures; of one that is not known the latency of the group. */
    double average(Instance instance, Priority priority, Instance[] all, long now) {
        int inFlight = instance.inFlight();
        double latency = instance.latency().isKnown()
                ? instance.latency().peak(now)
                : inFlight == 0 ? 0 : Math.exp(groupLogMean(all));
        return urged(latency, priority) * (inFlight + 1) * instance.failurePenalty(now);
    }

    /** Learned service time × what the queue makes of it × penalty for failures; as the average says of one that is not known. */
    double learned(Instance instance, Priority priority, int inFlight, double residual, Instance[] all, long now) {
        LatencyAverage latency = instance.latency();
        if (!latency.isKnown()) {
            return average(instance, priority, all, now);
        }
        double service = Math.exp(queue.logService(instance.serviceTimes()) + residual) * latency.fallen(now);
        return urged(service, priority) * queue.stretch(inFlight) * instance.failurePenalty(now);
    }

    /** What is urgent takes the quickest instance rather than its turn at a slow one. */
    private static double urged(double latency, Priority priority) {
        return priority == Priority.HIGH ? latency * Math.sqrt(latency) : latency;
    }

    private static double groupLogMean(Instance[] all) {
        double sum = 0;
        int known = 0;
        for (Instance instance : all) {
            if (instance.latency().isKnown()) {
                sum += instance.latency().logMean();
                known++;
            }
        }
        return known == 0 ? 0 : sum / known;
    }

    /** What an idle instance would get if requests went by the reciprocal of its score. */
    double weight(Instance instance, Instance[] all, long now) {
        if (!instance.isWell(now)) {
            return 0;
        }
        double log = instance.latency().isKnown() ? instance.latency().logMean() : groupLogMean(all);
        return Math.exp(-log) / instance.failurePenalty(now);
    }
}
