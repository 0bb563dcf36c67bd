package io.mnemesh.gateway.ecosystem;

import io.mnemesh.gateway.ecosystem.Ecosystem.Figures;
import io.mnemesh.gateway.ecosystem.Performance.ServicePerformance;
import io.mnemesh.gateway.relay.RelayCore;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;

/** Puts together what services say of themselves and what RelayCore sees of them. */
@ApplicationScoped
public class PerformanceReport {

    private final EcosystemCollector collector;
    private final RelayCore relay;

    PerformanceReport(EcosystemCollector collector, RelayCore relay) {
        this.collector = collector;
        this.relay = relay;
    }

    /** The report, as old as the state of the mesh may be. */
    public Uni<Performance> report() {
        return collector.state().map(this::report);
    }

    private Performance report(Ecosystem state) {
        var figures = new HashMap<String, Figures>();
        state.services().forEach(service -> {
            if (service.figures() != null) {
                figures.put(service.name(), service.figures());
            }
        });
        return new Performance(
                state.at(),
                state.traffic(),
                relay.status().items().stream()
                        .map(upstream -> new ServicePerformance(
                                upstream.service(),
                                figures.get(upstream.service()),
                                upstream.inFlight(),
                                upstream.limit(),
                                upstream.breaker(),
                                upstream.baseMillis(),
                                upstream.lateMillis()))
                        .toList());
    }
}
