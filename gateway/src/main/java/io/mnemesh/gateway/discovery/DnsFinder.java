package io.mnemesh.gateway.discovery;

import io.mnemesh.mesh.redis.Backoff;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Looks a name up again and again: when what was found is to be forgotten, and soon after a failure. */
final class DnsFinder implements Finder {

    private final Vertx vertx;
    private final Supplier<CompletableFuture<DnsLookup.Found>> lookup;
    private final Findings findings;
    private final Duration shortest;
    private final Duration longest;
    private final Backoff backoff;
    private int failures;
    private volatile boolean stopped;

    DnsFinder(
            Vertx vertx,
            DiscoveryConfig config,
            Supplier<CompletableFuture<DnsLookup.Found>> lookup,
            Findings findings) {
        this.vertx = vertx;
        this.lookup = lookup;
        this.findings = findings;
        this.shortest = config.shortestRefresh();
        this.longest = config.longestRefresh();
        this.backoff = new Backoff(shortest, longest);
    }

    @Override
    public void start() {
        look();
    }

    @SuppressWarnings("FutureReturnValueIgnored") // each outcome is told in it
    private void look() {
        if (!stopped) {
            lookup.get().whenComplete((found, failure) -> {
                if (!stopped) {
                    again(failure == null ? answered(found) : failed(failure));
                }
            });
        }
    }

    private Duration answered(DnsLookup.Found found) {
        failures = 0;
        findings.found(found.endpoints());
        return within(Duration.ofSeconds(found.ttlSeconds()));
    }

    private Duration within(Duration wanted) {
        if (wanted.compareTo(shortest) < 0) {
            return shortest;
        }
        return wanted.compareTo(longest) > 0 ? longest : wanted;
    }

    private Duration failed(Throwable failure) {
        failures++;
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof DnsLookup.NoSuchName) {
            findings.found(List.of());
        } else {
            findings.failed(
                    "The name could not be looked up: " + cause.getClass().getSimpleName() + ".");
        }
        return backoff.after(failures);
    }

    private void again(Duration pause) {
        vertx.setTimer(pause.toMillis(), due -> look());
    }

    @Override
    public void stop() {
        stopped = true;
    }
}
