package io.mnemesh.realtime.status;

import io.mnemesh.realtime.hub.TenantTraffic;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;

/**
 * What one node says of itself to the others.
 *
 * @param node      id of the process
 * @param startedAt when it started
 * @param at        when it said this
 * @param draining  whether it goes away
 * @param open      sockets, with and without a token
 * @param tenants   counters by tenant
 * @param channels  channels with subscribers, by tenant
 */
@RegisterForReflection
record NodeReport(
        String node,
        Instant startedAt,
        Instant at,
        boolean draining,
        int open,
        Map<String, TenantTraffic.Snapshot> tenants,
        Map<String, Integer> channels) {}
