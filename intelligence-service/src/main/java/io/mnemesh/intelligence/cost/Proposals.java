package io.mnemesh.intelligence.cost;

import io.mnemesh.intelligence.cost.ServiceCost.Proposed;
import io.mnemesh.intelligence.cost.persistence.ProposalStore.Found;
import io.mnemesh.intelligence.cost.plan.CapacityOption;
import io.mnemesh.intelligence.cost.plan.CapacityReplay;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says what was found about the capacity of a service. */
final class Proposals {

    private static final double DAY = 1_440;

    private Proposals() {}

    /** @param objective most share of minutes with less capacity than load */
    static Proposed of(Found found, ReplicaSize size, Prices prices, double objective) {
        var plan = found.plan();
        CapacityOption cheapest = plan.cheapest();
        double days = plan.minutes() / DAY;
        double saved = (plan.now().replicaHours() - cheapest.replicaHours()) / days;
        boolean holds = cheapest.shortShare() <= objective;
        return new Proposed(
                found,
                holds,
                saved,
                prices.replicas(saved, size),
                holds
                        ? summary(found, saved)
                        : "No number of replicas within the bounds holds the objective; allow more.");
    }

    private static String summary(Found found, double saved) {
        var plan = found.plan();
        return String.format(
                Locale.ROOT,
                "%s would have been short of capacity in %.2f %% of %d minutes, with %.1f replica hours a day %s; it was"
                        + " %.2f %%.",
                way(plan.cheapest()),
                plan.cheapest().shortShare() * 100,
                plan.minutes(),
                Math.abs(saved),
                saved < 0 ? "more" : "less",
                plan.now().shortShare() * 100);
    }

    private static String way(CapacityOption option) {
        Integer replicas = option.replicas();
        return replicas == null
                ? String.format(Locale.ROOT, "The orchestrator, planning with quantile %.3f,", option.quantile())
                : replicas + (replicas == 1 ? " replica" : " replicas");
    }

    /** What would be needed to say more of a service. */
    static List<String> missing(String service, long minutes, @Nullable Found found) {
        var missing = new ArrayList<String>();
        if (minutes == 0) {
            missing.add("What " + service + " carried in this period: it has told of nothing.");
        }
        if (found == null) {
            missing.add("For a proposal " + CapacityReplay.LEAST + " minutes within three days.");
        }
        return List.copyOf(missing);
    }
}
