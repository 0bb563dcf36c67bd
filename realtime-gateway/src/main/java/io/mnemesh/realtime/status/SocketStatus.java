package io.mnemesh.realtime.status;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.mnemesh.realtime.hub.TenantTraffic;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the sockets are doing, as far as the caller may know it.
 *
 * @param node   the node that answers
 * @param tenant the caller's tenant over all nodes
 * @param nodes  node by node; the one that answers is exact, the others are as they last reported
 */
@RegisterForReflection
public record SocketStatus(String node, Counts tenant, List<Node> nodes) {

    /**
     * Counters since the start of the nodes.
     *
     * @param traffic  connections, subscriptions, messages, bytes
     * @param channels channels that have subscribers
     */
    @RegisterForReflection
    public record Counts(@JsonUnwrapped TenantTraffic.Snapshot traffic, int channels) {

        Counts plus(Counts other) {
            return new Counts(traffic.plus(other.traffic), channels + other.channels);
        }
    }

    /**
     * One node.
     *
     * @param open  sockets of all tenants, for administrators
     * @param total counters of all tenants together, for administrators
     */
    @RegisterForReflection
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Node(
            String node,
            Instant startedAt,
            Instant reportedAt,
            boolean draining,
            Counts tenant,
            @Nullable Integer open,
            @Nullable Counts total) {}
}
