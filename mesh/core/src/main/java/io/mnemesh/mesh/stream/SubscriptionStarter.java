package io.mnemesh.mesh.stream;

import io.mnemesh.mesh.telemetry.MeshLog;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Runs the service's event subscriptions from its start to its stop. The start does not wait for Redis; the stop waits
 * for running handlers, but no longer than {@link StreamConfig#drain()}.
 */
@Singleton
final class SubscriptionStarter {

    private static final MeshLog LOG = MeshLog.of(SubscriptionStarter.class);

    private final StreamRuntime runtime;
    private final List<GroupConsumer> groups;

    @Inject
    SubscriptionStarter(StreamRuntime runtime, @All List<EventSubscription> subscriptions) {
        this.runtime = runtime;
        rejectDoubles(subscriptions);
        this.groups = subscriptions.stream()
                .map(subscription -> new GroupConsumer(runtime, subscription))
                .toList();
    }

    void start(@Observes StartupEvent event) {
        groups.forEach(GroupConsumer::start);
    }

    void stop(@Observes ShutdownEvent event) {
        if (groups.isEmpty()) {
            return;
        }
        try {
            Uni.join()
                    .all(groups.stream().map(GroupConsumer::stop).toList())
                    .andCollectFailures()
                    .await()
                    .atMost(runtime.config().drain());
        } catch (RuntimeException e) {
            LOG.warn("Handlers were still running at the stop; their events are delivered again")
                    .cause(e)
                    .log();
        }
    }

    private static void rejectDoubles(List<EventSubscription> subscriptions) {
        var names = subscriptions.stream().map(EventSubscription::group).collect(Collectors.toSet());
        if (names.size() != subscriptions.size()) {
            throw new IllegalStateException("Two event subscriptions have the same group.");
        }
    }
}
