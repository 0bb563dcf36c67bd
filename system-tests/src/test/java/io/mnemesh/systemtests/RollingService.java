package io.mnemesh.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Processes of a service behind a {@link ReadyBalancer}, which are replaced one after another as a Deployment with
 * {@code maxSurge: 1} and {@code maxUnavailable: 0} does: the next one starts, and when it is ready an old one is asked to end.
 */
final class RollingService implements AutoCloseable {

    /** The longest that a process may take to end: the chart's grace for the times that this test sets. */
    private static final long GRACE_SECONDS = 45;

    private static final int LEFT_OVER = 19;

    private static final int ENDED_BY_REQUEST = 143;

    private final ReadyBalancer balancer;
    private final Processes processes;
    private final List<ServiceNode> running = new ArrayList<>();
    private final List<ServiceNode> leaving = new ArrayList<>();
    private int made;

    /** Makes a process that is not started. */
    @FunctionalInterface
    interface Processes {
        /**
         * @param home   where the build is that it belongs to
         * @param number counts the processes of the service
         */
        ServiceNode make(Path home, int number);
    }

    RollingService(Vertx vertx, Processes processes) {
        this.balancer = new ReadyBalancer(vertx);
        this.processes = processes;
    }

    ReadyBalancer balancer() {
        return balancer;
    }

    /** Starts one more process and returns when it takes connections. */
    void add(Path home) {
        ServiceNode node = processes.make(home, ++made);
        running.add(node);
        node.start();
        // On a cluster it starts where processors are to spare; here it must not take those of the others.
        node.yieldTo(LEFT_OVER);
        node.awaitReady();
        node.yieldTo(0);
        balancer.add(node);
    }

    /** Replaces every process by one of another build; those replaced may still be ending afterwards. */
    void replaceBy(Path home) {
        for (ServiceNode old : List.copyOf(running)) {
            add(home);
            running.remove(old);
            leaving.add(old);
            old.process().destroy();
        }
    }

    /** Waits until all that were replaced have ended, each by itself. */
    void awaitLeft() throws InterruptedException {
        for (ServiceNode node : leaving) {
            assertThat(node.process().waitFor(GRACE_SECONDS, TimeUnit.SECONDS))
                    .as("ended within its grace")
                    .isTrue();
            assertThat(node.process().exitValue()).isEqualTo(ENDED_BY_REQUEST);
            balancer.remove(node);
        }
        leaving.clear();
    }

    @Override
    public void close() {
        running.forEach(node -> node.process().destroy());
        running.forEach(ServiceNode::end);
        leaving.forEach(ServiceNode::end);
        balancer.close();
    }
}
