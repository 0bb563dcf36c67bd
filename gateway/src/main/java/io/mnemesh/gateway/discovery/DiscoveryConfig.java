package io.mnemesh.gateway.discovery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How instances are found whose addresses are not fixed: upstreams that are dns://, srv:// or kubernetes://. */
@ConfigMapping(prefix = "mnemesh.gateway.discovery")
public interface DiscoveryConfig {

    /** Names are looked up when the time to live of their records is over, but not more often than this. */
    @WithDefault("1s")
    Duration shortestRefresh();

    /** And at least this often. */
    @WithDefault("30s")
    Duration longestRefresh();

    /** How long an answer is waited for. */
    @WithDefault("2s")
    Duration timeout();

    /** DNS servers as address:port; those of the system unless it is set. */
    Optional<List<String>> dnsServers();

    /** API server of Kubernetes. */
    @WithDefault("https://kubernetes.default.svc")
    String kubernetesApi();

    /** Folder with the token, the namespace and the certificate authority of the gateway's service account. */
    @WithDefault("/var/run/secrets/kubernetes.io/serviceaccount")
    String serviceAccount();

    /** How long one watch lasts before it is begun anew; one that is silent for a quarter longer counts as broken. */
    @WithDefault("1m")
    Duration watch();

    /** @throws IllegalArgumentException with a sentence that names the key which is wrong */
    default DiscoveryConfig validated() {
        require(shortestRefresh().toMillis() > 0, "shortest-refresh", "is at least a millisecond");
        require(
                longestRefresh().compareTo(shortestRefresh()) >= 0,
                "longest-refresh",
                "is not shorter than shortest-refresh");
        require(timeout().toMillis() > 0, "timeout", "is at least a millisecond");
        require(watch().toSeconds() > 0, "watch", "is at least a second");
        return this;
    }

    private static void require(boolean holds, String key, String rule) {
        if (!holds) {
            throw new IllegalArgumentException("mnemesh.gateway.discovery." + key + " " + rule + ".");
        }
    }
}
