package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.InstanceMinute;
import io.mnemesh.mesh.order.GatewayWord;
import io.mnemesh.mesh.order.GatewayWord.Seen;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes minutes of instances from what the gateways counted since they run. Not thread-safe. */
final class InstanceCounts {

    private Map<Key, Seen> before = Map.of();

    private record Key(String gateway, String service, String address) {}

    /** What was counted since the look before, by service; an instance a gateway tells of for the first time counts from then on. */
    Map<String, List<InstanceMinute>> since(List<GatewayWord> words) {
        Map<Key, Seen> now = new HashMap<>();
        Map<String, Map<String, InstanceMinute>> minutes = new TreeMap<>();
        for (GatewayWord word : words) {
            for (Seen seen : word.instances()) {
                var key = new Key(word.gateway(), seen.service(), seen.address());
                now.put(key, seen);
                minutes.computeIfAbsent(seen.service(), service -> new TreeMap<>())
                        .merge(seen.address(), minute(before.get(key), seen), InstanceCounts::sum);
            }
        }
        before = now;
        Map<String, List<InstanceMinute>> listed = new TreeMap<>();
        minutes.forEach((service, byAddress) -> listed.put(service, new ArrayList<>(byAddress.values())));
        return listed;
    }

    private static InstanceMinute minute(@Nullable Seen before, Seen now) {
        return before == null
                ? new InstanceMinute(now.address(), 0, 0)
                : new InstanceMinute(
                        now.address(),
                        Math.max(0, now.requests() - before.requests()),
                        Math.max(0, now.failures() - before.failures()));
    }

    private static InstanceMinute sum(InstanceMinute one, InstanceMinute other) {
        return new InstanceMinute(one.address(), one.requests() + other.requests(), one.failures() + other.failures());
    }
}
