package io.mnemesh.gateway.catalogue;

import io.mnemesh.cache.CacheFactory;
import io.mnemesh.gateway.catalogue.KeptDescription.Merged;
import io.mnemesh.gateway.edge.RouteTable;
import io.mnemesh.gateway.edge.Service;
import io.mnemesh.gateway.edge.Upstreams;
import io.mnemesh.gateway.fetch.JsonFetcher;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The merged API description of what the gateway serves. It is {@linkplain KeptDescription kept} a while; a service that
 * cannot be reached for longer is left out, named, and asked again sooner.
 */
@Startup // with its cache, which is connected to Redis by the time somebody asks
@ApplicationScoped
public class Catalogue {

    private final Upstreams upstreams;
    private final RouteTable routes;
    private final JsonFetcher fetcher;
    private final OwnDescription own;
    private final CatalogueConfig config;
    private final String version;
    private final KeptDescription kept;

    @Inject
    Catalogue(
            Upstreams upstreams,
            RouteTable routes,
            JsonFetcher fetcher,
            OwnDescription own,
            CatalogueConfig config,
            CacheFactory caches,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        this.upstreams = upstreams;
        this.routes = routes;
        this.fetcher = fetcher;
        this.own = own;
        this.config = config;
        this.version = version;
        this.kept = new KeptDescription(caches, config, version, this::merge);
    }

    private record Described(Service service, Optional<JsonObject> document) {}

    /** The description as JSON text. Never fails because of a service. */
    public Uni<String> document() {
        return kept.document();
    }

    private Uni<Merged> merge() {
        List<Uni<Described>> all = new ArrayList<>();
        for (Service service : Service.values()) {
            all.add(describe(service));
        }
        return Uni.join().all(all).andFailFast().map(this::merged);
    }

    private Merged merged(List<Described> services) {
        var merge = new OpenApiMerge(own.examples());
        merge.add("gateway", own.read(), path -> routes.find(path) == null);
        boolean complete = true;
        for (Described described : services) {
            Service service = described.service();
            if (described.document().isPresent()) {
                merge.add(service.key(), described.document().get(), path -> routes.find(path) == service);
            } else {
                merge.addMissing(service.key());
                complete = false;
            }
        }
        return new Merged(merge.result(version).encode(), complete);
    }

    private Uni<Described> describe(Service service) {
        return upstreams
                .anInstance(service)
                .map(instance -> describe(service, instance))
                .orElseGet(() -> Uni.createFrom().item(new Described(service, Optional.empty())));
    }

    private Uni<Described> describe(Service service, URI instance) {
        return fetcher.get(instance.resolve("/q/openapi?format=json"), config.timeout())
                .map(fetched -> new Described(
                        service, fetched.status() == 200 ? Optional.of(fetched.json()) : Optional.empty()))
                .onFailure()
                .recoverWithItem(new Described(service, Optional.empty()));
    }
}
