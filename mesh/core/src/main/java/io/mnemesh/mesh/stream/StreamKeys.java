package io.mnemesh.mesh.stream;

/**
 * Redis keys of the event transport. Everything that belongs to a partition carries the partition's hash tag, so that
 * reading under a lease, setting aside a dead letter and trimming are each one atomic script, on Redis Cluster too.
 */
public final class StreamKeys {

    private StreamKeys() {}

    /** Stream of the events of a partition. */
    public static String events(int partition) {
        return "mnemesh:" + tag(partition);
    }

    /** Stream of the dead letters of a group in a partition. */
    public static String deadLetters(int partition, String group) {
        return events(partition) + ":dlq:" + group;
    }

    /** Stream of dead letters that are to be handled once more by their group. */
    static String redelivery(int partition, String group) {
        return events(partition) + ":again:" + group;
    }

    /** Who may read the partition for the group. */
    static String lease(int partition, String group) {
        return events(partition) + ":lease:" + group;
    }

    /** Id of the newest entry that trimming removed. */
    public static String trimmed(int partition) {
        return events(partition) + ":trimmed";
    }

    /** Held by the instance that trims the partition in the current interval. */
    static String trimTurn(int partition) {
        return events(partition) + ":trim-turn";
    }

    /** Where a stream of the partition is written anew. */
    static String scratch(int partition) {
        return events(partition) + ":scratch";
    }

    /** Instances that take part in a group, by the time until which they are believed alive. */
    static String members(String group) {
        return "mnemesh:{group:" + group + "}:members";
    }

    private static String tag(int partition) {
        return "{events:" + partition + "}";
    }
}
