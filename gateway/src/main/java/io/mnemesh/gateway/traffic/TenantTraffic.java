package io.mnemesh.gateway.traffic;

import io.mnemesh.mesh.event.payload.AccessRecorded;
import io.mnemesh.mesh.event.payload.AccessRecorded.Caller;
import io.mnemesh.mesh.event.payload.AccessRecorded.Use;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** What one tenant's callers asked for since a time. Bounded in tokens and networks. Thread-safe. */
final class TenantTraffic {

    private static final String OTHERS = "";
    private static final int NETWORKS = 8;

    private final Instant from;
    private final int most;
    private final Map<String, Used> services = new TreeMap<>();
    private final Map<String, Asked> callers = new HashMap<>();

    /** @param most tokens that are counted one by one */
    TenantTraffic(Instant from, int most) {
        this.from = from;
        this.most = most;
    }

    private static final class Used {
        private long requests;
        private long units;
        private long refused;
    }

    private static final class Asked {
        private long requests;
        private long denied;
        private long bytes;
        private final TreeSet<String> networks = new TreeSet<>();
    }

    synchronized void used(String service, long units) {
        Used used = services.computeIfAbsent(service, name -> new Used());
        used.requests++;
        used.units += units;
    }

    synchronized void refused(String service) {
        services.computeIfAbsent(service, name -> new Used()).refused++;
    }

    /** @param caller id of the session or key; empty if the token names none */
    synchronized void answered(String caller, boolean denied, long bytes, String network) {
        String counted = callers.containsKey(caller) || callers.size() < most ? caller : OTHERS;
        Asked asked = callers.computeIfAbsent(counted, name -> new Asked());
        asked.requests++;
        asked.denied += denied ? 1 : 0;
        asked.bytes += bytes;
        if (asked.networks.size() < NETWORKS) {
            asked.networks.add(network);
        }
    }

    synchronized AccessRecorded told(Instant to) {
        return new AccessRecorded(
                from,
                to,
                services.entrySet().stream()
                        .map(one -> new Use(
                                one.getKey(), one.getValue().requests, one.getValue().units, one.getValue().refused))
                        .toList(),
                callers.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(one -> {
                            Asked asked = one.getValue();
                            return new Caller(
                                    one.getKey(),
                                    asked.requests,
                                    asked.denied,
                                    asked.bytes,
                                    List.copyOf(asked.networks));
                        })
                        .toList());
    }
}
