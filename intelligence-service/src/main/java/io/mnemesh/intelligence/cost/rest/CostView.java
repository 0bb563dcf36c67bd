package io.mnemesh.intelligence.cost.rest;

import io.mnemesh.intelligence.cost.Costs;
import io.mnemesh.intelligence.cost.Prices;
import io.mnemesh.intelligence.cost.ServiceCost;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What services cost, as it is told. */
@Schema(name = "ServiceCosts")
public record CostView(
        Instant from,
        Instant to,
        PriceView prices,

        @Schema(description = "Of all services; null while a price is not set", examples = "12.5") @Nullable
        Double total,

        List<One> services,

        @Schema(description = "What would be needed to say more")
        List<String> missing) {

    /** Prices as they are set. */
    @Schema(name = "CostPrices")
    public record PriceView(
            @Schema(description = "Of a reserved core for an hour") @Nullable
            Double coreHour,

            @Schema(description = "Of a reserved GiB of memory for an hour") @Nullable
            Double gibHour,

            @Schema(description = "Of a stored GiB for a month of 730 hours") @Nullable
            Double gibMonth,

            @Schema(examples = "EUR") String currency) {

        static PriceView of(Prices prices) {
            return new PriceView(prices.coreHour(), prices.gibHour(), prices.gibMonth(), prices.currency());
        }
    }

    /** A service. */
    @Schema(name = "ServiceCost")
    public record One(
            String service,

            @Schema(description = "Minutes that are known of it", examples = "10080")
            long minutes,

            double replicaHours,

            @Schema(description = "Reserved") double coreHours,

            @Schema(description = "Of the reserved core hours, used")
            double usedCoreHours,

            @Schema(description = "Reserved") double gibHours,

            @Schema(description = "What its tables hold now")
            double storedGib,

            @Nullable Double processor,
            @Nullable Double memory,
            @Nullable Double storage,

            @Schema(description = "The cheapest capacity that holds the objective; null with too little evidence")
            @Nullable
            Capacity proposal,

            @Schema(description = "What would be needed to say more")
            List<String> missing) {

        static One of(ServiceCost cost) {
            return new One(
                    cost.service(),
                    cost.minutes(),
                    Amounts.rounded(cost.replicaHours()),
                    Amounts.rounded(cost.coreHours()),
                    Amounts.rounded(cost.usedCoreHours()),
                    Amounts.rounded(cost.gibHours()),
                    Amounts.rounded(cost.storedGib()),
                    Amounts.rounded(cost.processor()),
                    Amounts.rounded(cost.memory()),
                    Amounts.rounded(cost.storage()),
                    cost.proposal() == null ? null : Capacity.of(cost.proposal()),
                    cost.missing());
        }
    }

    /** A capacity that is proposed. */
    @Schema(name = "CapacityProposal")
    public record Capacity(
            @Schema(description = "A fixed number; null if the orchestrator is to set it", examples = "2") @Nullable
            Integer replicas,

            @Schema(description = "Quantile that the orchestrator is to plan with; null for a fixed number") @Nullable
            Double quantile,

            @Schema(description = "Whether it holds the objective")
            boolean holds,

            @Schema(description = "Share of the minutes it would have been short of capacity", examples = "0.004")
            double shortShare,

            @Schema(description = "The same of what there was")
            double shortShareNow,

            @Schema(description = "Minutes that were replayed", examples = "2880")
            int minutes,

            @Schema(description = "Replica hours a day that it saves; below nothing if it needs more")
            double savedHoursADay,

            @Schema(description = "The same in money; null without prices") @Nullable
            Double savedADay,

            String summary,
            Instant foundAt) {

        static Capacity of(ServiceCost.Proposed proposed) {
            var plan = proposed.found().plan();
            return new Capacity(
                    plan.cheapest().replicas(),
                    plan.cheapest().quantile(),
                    proposed.holds(),
                    Amounts.rounded(plan.cheapest().shortShare()),
                    Amounts.rounded(plan.now().shortShare()),
                    plan.minutes(),
                    Amounts.rounded(proposed.hoursADay()),
                    Amounts.rounded(proposed.savedADay()),
                    proposed.summary(),
                    proposed.found().at());
        }
    }

    static CostView of(Costs.Services costs) {
        return new CostView(
                costs.from(),
                costs.to(),
                PriceView.of(costs.prices()),
                Amounts.total(costs.services()),
                costs.services().stream().map(One::of).toList(),
                costs.missing());
    }
}
