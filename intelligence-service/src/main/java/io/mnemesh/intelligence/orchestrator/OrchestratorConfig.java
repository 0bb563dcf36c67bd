package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.ReliefRule;
import io.mnemesh.intelligence.orchestrator.policy.ScalingRule;
import io.mnemesh.mesh.redis.Rules;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the orchestrator may do, and how soon. */
@ConfigMapping(prefix = "mnemesh.intelligence.orchestrator")
public interface OrchestratorConfig {

    /** How far it goes until somebody says otherwise over HTTP: {@code off}, {@code advise}, {@code dry-run} or {@code apply}. */
    @WithDefault("advise")
    String mode();

    /** Time from asking for a pod until it is ready; the load is forecast so far ahead. */
    @WithDefault("2m")
    Duration startUp();

    /** Share of the minutes whose load is to stay below what there are replicas for. */
    @WithDefault("0.98")
    double quantile();

    /** Time that what was needed is kept before there are fewer replicas. */
    @WithDefault("5m")
    Duration hold();

    /** Time in which the same service or pod is not acted on again; does not keep from more replicas. */
    @WithDefault("2m")
    Duration coolDown();

    /** Most actions within an hour, of all services together. */
    @WithDefault("60")
    int budget();

    /** How long a pod that was ready may be unready before it is replaced. */
    @WithDefault("2m")
    Duration patience();

    /** Fewest replicas of a service. */
    @WithDefault("1")
    int least();

    /** Most replicas of a service. */
    @WithDefault("4")
    int most();

    /** Processor cores that one replica uses at most within its objectives. */
    @WithDefault("0.7")
    double cores();

    /** What differs by service. */
    Map<String, Of> services();

    /** Days that actions are kept. */
    @WithDefault("90")
    int keptDays();

    /** What the gateways may be asked to do. */
    Relay relay();

    /** Where the services run. */
    Kubernetes kubernetes();

    /** What differs for one service. */
    interface Of {

        /** Fewest replicas. */
        Optional<Integer> least();

        /** Most replicas. */
        Optional<Integer> most();

        /** Processor cores that one replica uses at most within its objectives. */
        Optional<Double> cores();
    }

    /** Orders to the gateways to keep away from an instance, and to refuse bulk load. None are given without mnemesh.orders.key. */
    interface Relay {

        /** How long an order holds without being renewed; it is renewed every minute. */
        @WithDefault("3m")
        Duration lease();

        /** For how long an instance is left out that fails while the others do not, before it is tried again. */
        @WithDefault("5m")
        Duration breakerHold();

        /** Largest part of a service's instances that are left out by order at once, 0 to 1. */
        @WithDefault("0.5")
        double openedShare();

        /** For how long bulk load is shed at most, before it is let in again to see. */
        @WithDefault("1h")
        Duration longest();

        /** Part of a service's limit that requests of low priority keep while bulk load is shed, 0 to 0.5. */
        @WithDefault("0")
        double lowShare();

        /** How long a service may carry more than its replicas hold before bulk load is shed, while more replicas may come. */
        @WithDefault("2m")
        Duration patience();

        /** How long there has to be room before bulk load is let in again. */
        @WithDefault("3m")
        Duration hold();

        /** Time in which nothing is ordered again that an operator cancelled. */
        @WithDefault("15m")
        Duration rest();

        /** How long the answers of the gateways to an order are waited for. */
        @WithDefault("5s")
        Duration answerWithin();

        /** The rule of {@code Relief}. */
        default ReliefRule rule() {
            return new ReliefRule(
                    lowShare(),
                    openedShare(),
                    breakerHold(),
                    longest(),
                    (int) patience().toMinutes(),
                    (int) Math.max(1, hold().toMinutes()));
        }
    }

    /** The services as workloads of one namespace of Kubernetes. */
    interface Kubernetes {

        /** Whether it looks at the services, and acts on them if it may, through the Kubernetes API. */
        @WithDefault("false")
        boolean enabled();

        /** Namespace of the services; that of this pod if it is not set. */
        Optional<String> namespace();

        /** What the names of their workloads begin with; the name of the service follows. */
        @WithDefault("mnemesh-")
        String prefix();

        /** Services that are stateful sets; the others are deployments. */
        Optional<List<String>> statefulSets();
    }

    /** The mode until somebody says otherwise. */
    default Mode firstMode() {
        return Mode.of(mode())
                .orElseThrow(() -> new IllegalArgumentException("mnemesh.intelligence.orchestrator.mode is " + mode()
                        + "; it must be off, advise, dry-run or apply."));
    }

    /** The bounds of a service. */
    default ScalingRule rule(String service) {
        Of of = services().get(service);
        return new ScalingRule(
                of == null ? least() : of.least().orElse(least()),
                of == null ? most() : of.most().orElse(most()),
                of == null ? cores() : of.cores().orElse(cores()),
                (int) hold().toMinutes());
    }

    /** Minutes ahead that the load is forecast: a pod's start-up, the minute that is decided on, and the one until the next decision. */
    default int horizon() {
        return (int) startUp().toMinutes() + 2;
    }

    /**
     * Rejects values that cannot work.
     *
     * @throws IllegalArgumentException with a sentence naming key, value and rule
     */
    default OrchestratorConfig validated() {
        String prefix = "mnemesh.intelligence.orchestrator.";
        Rules.atLeast(prefix + "start-up", startUp(), Duration.ZERO);
        Rules.between(prefix + "start-up (minutes)", startUp().toMinutes(), 0, 50);
        Rules.atLeast(prefix + "hold", hold(), Duration.ZERO);
        Rules.atLeast(prefix + "cool-down", coolDown(), Duration.ZERO);
        Rules.atLeast(prefix + "patience", patience(), Duration.ZERO);
        Rules.between(prefix + "budget", budget(), 1, 10_000);
        Rules.between(prefix + "kept-days", keptDays(), 1, 3_650);
        if (!(quantile() > 0.5 && quantile() < 1)) {
            throw new IllegalArgumentException(
                    prefix + "quantile is " + quantile() + "; it must be above 0.5 and below 1.");
        }
        Relay relay = relay();
        Rules.atLeast(prefix + "relay.lease", relay.lease(), Duration.ofSeconds(90));
        Rules.atLeast(prefix + "relay.breaker-hold", relay.breakerHold(), Duration.ofMinutes(1));
        Rules.atLeast(prefix + "relay.longest", relay.longest(), Duration.ofMinutes(1));
        Rules.atLeast(prefix + "relay.patience", relay.patience(), Duration.ZERO);
        Rules.atLeast(prefix + "relay.hold", relay.hold(), Duration.ZERO);
        Rules.atLeast(prefix + "relay.rest", relay.rest(), Duration.ZERO);
        Rules.atLeast(prefix + "relay.answer-within", relay.answerWithin(), Duration.ofMillis(100));
        Rules.between(prefix + "relay.opened-share", relay.openedShare(), 0.0, 1.0);
        Rules.between(prefix + "relay.low-share", relay.lowShare(), 0.0, 0.5);
        firstMode();
        rule("");
        services().keySet().forEach(this::rule);
        return this;
    }
}
