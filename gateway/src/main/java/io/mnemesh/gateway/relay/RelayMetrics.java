package io.mnemesh.gateway.relay;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.relay.balance.Routed.Why;
import io.mnemesh.gateway.relay.balance.Upstream;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** Metrics of routing. Labels are services and reasons, both closed lists; instances are in the status only. */
@ApplicationScoped
class RelayMetrics {

    private final MeterRegistry registry;
    private final Map<Service, Counts> counts = new EnumMap<>(Service.class);

    /** Why a request was not sent to its service. */
    enum Refusal {
        LIMIT,
        BREAKER,
        /** Bulk load that is shed by an order. */
        ORDER
    }

    /** What became of the second sending of a read. */
    enum Hedge {
        /** It was answered first. */
        WON,
        /** The first sending was, or the client left. */
        LOST,
        /** It brought no answer. */
        FAILED,
        /** It was not sent: no room, no budget, or no other instance. */
        REFUSED
    }

    /** What an answer to where the instances are was worth. */
    enum Answer {
        /** It was followed. */
        FOLLOWED,
        /** It named no instance, and was not followed. */
        EMPTY,
        /** There was none. */
        FAILED
    }

    private record Counts(
            Map<Refusal, Counter> refused,
            Map<Why, Counter> routed,
            Counter repeated,
            Map<Hedge, Counter> hedged,
            Map<Answer, Counter> answers) {}

    @Inject
    RelayMetrics(MeterRegistry registry) {
        this.registry = registry;
        for (Service service : Service.values()) {
            counts.put(service, counts(service));
        }
    }

    private Counts counts(Service service) {
        var refused = new EnumMap<Refusal, Counter>(Refusal.class);
        for (Refusal refusal : Refusal.values()) {
            refused.put(
                    refusal,
                    counter("mnemesh_gateway_relay_refused_total", "Requests that RelayCore did not send", service)
                            .tag("reason", refusal.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        var routed = new EnumMap<Why, Counter>(Why.class);
        for (Why why : Why.values()) {
            routed.put(
                    why,
                    counter("mnemesh_gateway_relay_routed_total", "Requests by why their instance was chosen", service)
                            .tag("why", why.key())
                            .register(registry));
        }
        Counter repeated = counter("mnemesh_gateway_relay_repeated_total", "Requests sent to another instance", service)
                .register(registry);
        var answers = new EnumMap<Answer, Counter>(Answer.class);
        for (Answer answer : Answer.values()) {
            answers.put(
                    answer,
                    counter("mnemesh_gateway_discovery_answers_total", "Answers to where the instances are", service)
                            .tag("outcome", answer.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        var hedged = new EnumMap<Hedge, Counter>(Hedge.class);
        for (Hedge hedge : Hedge.values()) {
            hedged.put(
                    hedge,
                    counter("mnemesh_gateway_relay_hedges_total", "Second sendings of reads that were late", service)
                            .tag("outcome", hedge.name().toLowerCase(Locale.ROOT))
                            .register(registry));
        }
        return new Counts(refused, routed, repeated, hedged, answers);
    }

    private static Counter.Builder counter(String name, String description, Service service) {
        return Counter.builder(name).description(description).tag("upstream", service.key());
    }

    void watch(RelayUpstream watched) {
        Service service = watched.service();
        Upstream upstream = watched.core();
        gauge("mnemesh_gateway_discovery_instances", service, upstream, Upstream::size);
        gauge("mnemesh_gateway_discovery_draining", service, upstream, Upstream::draining);
        Gauge.builder("mnemesh_gateway_discovery_stale", watched, one -> one.isStale() ? 1 : 0)
                .tag("upstream", service.key())
                .register(registry);
        gauge("mnemesh_gateway_relay_limit", service, upstream, Upstream::limit);
        gauge("mnemesh_gateway_relay_in_flight", service, upstream, Upstream::inFlight);
        gauge("mnemesh_gateway_relay_waiting", service, upstream, Upstream::waiting);
        gauge("mnemesh_gateway_relay_retries_left", service, upstream, Upstream::retriesLeft);
        gauge("mnemesh_gateway_relay_breaker_open", service, upstream, one -> one.isClosed() ? 0 : 1);
    }

    private void gauge(String name, Service service, Upstream upstream, ToDoubleFunction<Upstream> value) {
        Gauge.builder(name, upstream, value).tag("upstream", service.key()).register(registry);
    }

    void refused(Service service, Refusal refusal) {
        Objects.requireNonNull(of(service).refused.get(refusal)).increment();
    }

    void routed(Service service, Why why) {
        Objects.requireNonNull(of(service).routed.get(why)).increment();
    }

    void hedged(Service service, Hedge hedge) {
        Objects.requireNonNull(of(service).hedged.get(hedge)).increment();
    }

    void answered(Service service, Answer answer) {
        Objects.requireNonNull(of(service).answers.get(answer)).increment();
    }

    void repeated(Service service) {
        of(service).repeated.increment();
    }

    private Counts of(Service service) {
        return Objects.requireNonNull(counts.get(service));
    }
}
