package io.mnemesh.intelligence.cost.rest;

import io.mnemesh.intelligence.cost.Costs;
import io.mnemesh.intelligence.cost.TenantCost;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What tenants cost, as it is told. */
@Schema(name = "TenantCosts")
public record TenantCostView(
        Instant from,
        Instant to,
        CostView.PriceView prices,
        List<One> items,
        @Nullable String nextCursor,

        @Schema(description = "What would be needed to say more")
        List<String> missing) {

    /** A tenant. */
    @Schema(name = "TenantCost")
    public record One(
            String tenant,
            long requests,

            @Schema(description = "Cost units, as plans count them")
            long units,

            @Schema(description = "Null while a price is not set") @Nullable
            Double cost,

            List<Share> services) {

        static One of(TenantCost cost) {
            return new One(
                    cost.tenant(),
                    cost.requests(),
                    cost.units(),
                    Amounts.rounded(cost.cost()),
                    cost.services().stream().map(Share::of).toList());
        }
    }

    /** What it cost of a service. */
    @Schema(name = "TenantShare")
    public record Share(
            String service,
            long requests,
            long units,

            @Schema(description = "Of the service's units, 0 to 1", examples = "0.25")
            double share,

            @Nullable Double cost) {

        static Share of(TenantCost.Share share) {
            return new Share(
                    share.service(),
                    share.requests(),
                    share.units(),
                    Amounts.rounded(share.share()),
                    Amounts.rounded(share.cost()));
        }
    }

    /** @param size items of a page; one more than that means there is a next one */
    static TenantCostView of(Costs.Tenants costs, int size) {
        List<One> items = costs.tenants().stream().limit(size).map(One::of).toList();
        return new TenantCostView(
                costs.from(),
                costs.to(),
                CostView.PriceView.of(costs.prices()),
                items,
                costs.tenants().size() > size ? TenantCursor.of(items.getLast().tenant()) : null,
                costs.missing());
    }
}
