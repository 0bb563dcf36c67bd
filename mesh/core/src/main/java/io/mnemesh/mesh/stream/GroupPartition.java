package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.event.EventType;
import io.mnemesh.mesh.redis.Backoff;
import io.mnemesh.mesh.redis.Loop;
import io.mnemesh.mesh.redis.RedisLines;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One partition of one group on this instance: what every part of its consumer works on. Immutable.
 *
 * @param loop to which the state of all parts is confined
 */
record GroupPartition(StreamRuntime runtime, EventSubscription subscription, int number, Loop loop) {

    RedisLines redis() {
        return runtime.redis();
    }

    StreamConfig config() {
        return runtime.config();
    }

    String group() {
        return subscription.group();
    }

    /** Names of the types of events that the group handles. */
    Set<String> types() {
        return subscription.types().stream().map(EventType::name).collect(Collectors.toUnmodifiableSet());
    }

    /** Key of the events that all groups read. */
    String events() {
        return StreamKeys.events(number);
    }

    /** Key of the events that are delivered again to this group only. */
    String redelivery() {
        return StreamKeys.redelivery(number, group());
    }

    String deadLetters() {
        return StreamKeys.deadLetters(number, group());
    }

    /** The lease of one term; the token is never used again. */
    PartitionLease lease(int term) {
        return new PartitionLease(
                redis(), StreamKeys.lease(number, group()), runtime.instance().id() + '/' + term, config().leaseTtl());
    }

    /** Waits between tries. */
    Backoff retry() {
        return StreamConfig.retry(config());
    }
}
