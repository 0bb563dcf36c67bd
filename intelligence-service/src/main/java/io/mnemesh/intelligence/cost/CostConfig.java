package io.mnemesh.intelligence.cost;

import io.mnemesh.mesh.redis.Rules;
import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Prices, and what a replica of each service reserves. Without prices costs are told in hours only. */
@ConfigMapping(prefix = "mnemesh.intelligence.cost")
public interface CostConfig {

    /** Price of a reserved processor core for an hour. */
    Optional<Double> coreHour();

    /** Price of a reserved GiB of memory for an hour. */
    Optional<Double> gibHour();

    /** Price of a stored GiB for a month of 730 hours. */
    Optional<Double> gibMonth();

    /** Currency of the prices, as ISO 4217 has it. */
    @WithDefault("EUR")
    String currency();

    /** Processor cores that a replica reserves. */
    @WithDefault("0.25")
    double cores();

    /** Memory that a replica reserves. */
    @WithDefault("512M")
    MemorySize memory();

    /** What differs by service: set to what the Helm chart requests unless it is set otherwise. */
    Map<String, Of> services();

    /** Most share of the minutes that may have less capacity than load, for what is proposed. */
    @WithDefault("0.01")
    double shortfall();

    /** How often hours are summed up. */
    @WithDefault("5m")
    Duration sumEvery();

    /** How old a proposal gets before it is made again. */
    @WithDefault("6h")
    Duration proposeEvery();

    /** Days that hours of services and tenants are kept. */
    @WithDefault("400")
    int keptDays();

    /** What differs for one service. */
    interface Of {

        /** Processor cores that a replica reserves. */
        Optional<Double> cores();

        /** Memory that a replica reserves. */
        Optional<MemorySize> memory();
    }

    /** Prices as they are set. */
    default Prices prices() {
        return new Prices(
                coreHour().orElse(null), gibHour().orElse(null), gibMonth().orElse(null), currency());
    }

    /** What a replica of a service reserves. */
    default ReplicaSize size(String service) {
        Of of = services().get(service);
        return new ReplicaSize(
                of == null ? cores() : of.cores().orElse(cores()),
                ReplicaSize.gib((of == null ? memory() : of.memory().orElse(memory())).asLongValue()));
    }

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default CostConfig validated() {
        String prefix = "mnemesh.intelligence.cost.";
        coreHour().ifPresent(price -> positive(prefix + "core-hour", price));
        gibHour().ifPresent(price -> positive(prefix + "gib-hour", price));
        gibMonth().ifPresent(price -> positive(prefix + "gib-month", price));
        positive(prefix + "cores", cores());
        services()
                .forEach((name, of) ->
                        of.cores().ifPresent(cores -> positive(prefix + "services." + name + ".cores", cores)));
        if (!currency().matches("[A-Z]{3}")) {
            throw new IllegalArgumentException(prefix + "currency is " + currency() + "; it must be three capitals.");
        }
        if (!(shortfall() >= 0 && shortfall() < 1)) {
            throw new IllegalArgumentException(
                    prefix + "shortfall is " + shortfall() + "; it must be at least 0 and below 1.");
        }
        Rules.atLeast(prefix + "sum-every", sumEvery(), Duration.ofSeconds(1));
        Rules.atLeast(prefix + "propose-every", proposeEvery(), Duration.ofMinutes(1));
        Rules.between(prefix + "kept-days", keptDays(), 1, 3_650);
        return this;
    }

    private static void positive(String key, double value) {
        if (!(value >= 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(key + " is " + value + "; it must be a number from 0.");
        }
    }
}
