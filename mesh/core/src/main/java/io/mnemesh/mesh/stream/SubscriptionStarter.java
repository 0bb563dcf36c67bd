package io.mnemesh.mesh.stream;

import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Runs the service's event subscriptions from its start to its stop. The start does not wait for Redis; the stop waits
 * for running handlers, but no longer than {@link StreamConfig#drain()}.
 */
@Singleton
final class SubscriptionStarter {

    private static final Logger LOG = Logger.getLogger(SubscriptionStarter.class);

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
            LOG.warn("Handlers were still running at the stop; their events are delivered again.", e);
        }
    }

    private static void rejectDoubles(List<EventSubscription> subscriptions) {
        var names = subscriptions.stream().map(EventSubscription::group).collect(Collectors.toSet());
        if (names.size() != subscriptions.size()) {
            throw new IllegalStateException("Two event subscriptions have the same group.");
        }
    }
}
