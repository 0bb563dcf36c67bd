package io.mnemesh.gateway.health;

import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.fetch.JsonFetcher;
import io.mnemesh.gateway.fetch.KeptAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks every service whether it is ready, all at once, at most once per configured interval. */
@ApplicationScoped
public class HealthCollector {

    private final HealthConfig config;
    private final JsonFetcher fetcher;
    private final KeptAnswer<MeshHealth> kept;

    @Inject
    HealthCollector(HealthConfig config, JsonFetcher fetcher) {
        this.config = config;
        this.fetcher = fetcher;
        this.kept = new KeptAnswer<>(this::ask, health -> config.keep());
    }

    /** The health, as old as the configuration allows. */
    public Uni<MeshHealth> health() {
        return kept.get();
    }

    private Uni<MeshHealth> ask() {
        List<Uni<Map.Entry<String, String>>> all = new ArrayList<>();
        for (Service service : Service.values()) {
            all.add(ask(service).map(state -> Map.entry(service.key(), state)));
        }
        return Uni.join().all(all).andCollectFailures().map(states -> {
            var services = new TreeMap<String, String>();
            services.put("gateway", MeshHealth.UP);
            states.forEach(state -> services.put(state.getKey(), state.getValue()));
            return MeshHealth.of(services);
        });
    }

    private Uni<String> ask(Service service) {
        URI ready = URI.create(config.of(service) + "/q/health/ready");
        return fetcher.get(ready, config.timeout())
                .map(fetched -> fetched.status() == 200 ? MeshHealth.UP : MeshHealth.NOT_READY)
                .onFailure()
                .recoverWithItem(MeshHealth.UNREACHABLE);
    }
}
