package io.mnemesh.intelligence.cost;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a tenant cost in a period, by its share of the cost units of each service.
 *
 * @param cost null where prices are not set
 */
public record TenantCost(
        String tenant, long requests, long units, @Nullable Double cost, List<Share> services) {

    /**
     * @param share of the service's units, 0 to 1
     * @param cost  that share of what processor and memory of the service cost
     */
    public record Share(
            String service,
            long requests,
            long units,
            double share,
            @Nullable Double cost) {}
}
