package io.mnemesh.mesh.stream;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The metrics of the event transport: their names and the meters themselves. Labels come from bounded sets only. */
@Singleton
public final class StreamMetrics {

    /** Events handled with success, by group. Timer of the handler. */
    public static final String HANDLED = "mnemesh.stream.handled";

    /** Tries that failed and will be repeated, by group and by whether the failure is transient. */
    public static final String RETRIES = "mnemesh.stream.retries";

    /** Entries set aside as dead letters, by group. */
    public static final String BURIED = "mnemesh.stream.buried";

    /** Entries of a group that are not yet acknowledged, by group and partition. */
    public static final String BACKLOG = "mnemesh.stream.backlog.events";

    /** Age of the oldest entry that is not yet acknowledged, by group and partition. */
    public static final String OLDEST = "mnemesh.stream.oldest.unread.seconds";

    /** Dead letters there are, by group and partition. */
    public static final String DEAD_LETTERS = "mnemesh.stream.dead.letters";

    /** Partitions this instance owns, by group. */
    public static final String OWNED = "mnemesh.stream.owned.partitions";

    /** Entries that trimming removed, by partition. */
    public static final String TRIMMED = "mnemesh.stream.trimmed.events";

    /** Entries that a follower has not taken in yet, by follower. */
    public static final String FOLLOWER_BACKLOG = "mnemesh.stream.follower.backlog.events";

    /** Entries that a follower could not read and passed over, by follower. */
    public static final String FOLLOWER_SKIPPED = "mnemesh.stream.follower.skipped";

    static final String GROUP = "group";
    static final String PARTITION = "partition";
    static final String FOLLOWER = "follower";

    private static final String TRANSIENT = "transient";

    private final MeterRegistry registry;

    @Inject
    public StreamMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    MeterRegistry registry() {
        return registry;
    }

    Timer handled(String group) {
        return Timer.builder(HANDLED).tag(GROUP, group).register(registry);
    }

    Counter retries(String group, boolean isTransient) {
        return Counter.builder(RETRIES)
                .tag(GROUP, group)
                .tag(TRANSIENT, Boolean.toString(isTransient))
                .register(registry);
    }

    Counter buried(String group) {
        return Counter.builder(BURIED).tag(GROUP, group).register(registry);
    }

    Counter trimmed(int partition) {
        return Counter.builder(TRIMMED)
                .tag(PARTITION, Integer.toString(partition))
                .register(registry);
    }

    Counter skipped(String follower) {
        return Counter.builder(FOLLOWER_SKIPPED).tag(FOLLOWER, follower).register(registry);
    }
}
