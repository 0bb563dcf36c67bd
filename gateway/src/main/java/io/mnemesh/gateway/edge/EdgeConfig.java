package io.mnemesh.gateway.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Limits of forwarding. */
@ConfigMapping(prefix = "mnemesh.gateway.edge")
public interface EdgeConfig {

    /** Longest time to get a connection to a service, a free one or a new one. */
    @WithDefault("1s")
    Duration connectTimeout();

    /** Longest silence of a service while an answer is awaited or under way. */
    @WithDefault("30s")
    Duration idleTimeout();

    /** How long a connection to a service is kept unused, in whole seconds: less than a stopping service stays reachable, so that none is used that it is about to close. */
    @WithDefault("2s")
    Duration keepAlive();

    /** Connections to one service. */
    @WithDefault("256")
    int connections();

    /** Streamed answers of realtime-gateway that may be open at once. */
    @WithDefault("4096")
    int streams();

    /** WebSockets to one service that may be open at once; more wait for connect-timeout and are refused. */
    @WithDefault("20000")
    int sockets();

    /** How long a WebSocket stays open while one side takes nothing of what the other one says. */
    @WithDefault("2m")
    Duration stallTimeout();

    /**
     * Time over which a stopping gateway closes its WebSockets and streamed answers. It begins with QUARKUS_SHUTDOWN_DELAY and is to be
     * shorter: what is open after that is closed at once.
     */
    @WithDefault("4s")
    Duration drainOver();

    /** Requests that may wait for a connection to one service; more are answered with unavailable. */
    @WithDefault("1024")
    int waiting();

    /** Largest request body that is forwarded. */
    @WithDefault("1M")
    MemorySize maxBody();

    /** Largest header of a request, its first line included. */
    @WithDefault("16K")
    MemorySize maxHeader();

    /** Origins whose pages may call the mesh from a browser, from CORS_ORIGINS: scheme, host and port; none if not set. */
    @WithDefault("${CORS_ORIGINS:}")
    Optional<List<String>> corsOrigins();

    /**
     * For how long browsers are to use nothing but TLS with this host (Strict-Transport-Security), for example 365d. It is sent
     * with what came over TLS: here, or at a trusted proxy that says so in X-Forwarded-Proto. Never unless it is set.
     */
    Optional<Duration> strictTransport();

    /** Whether that holds for all names below the host's too. */
    @WithDefault("false")
    boolean strictTransportSubdomains();

    /** WebSockets and streamed answers that one client address may have open before they have shown a token. */
    @WithDefault("32")
    int tokenlessSockets();

    /** How long such a socket counts: not less than realtime-gateway waits for its token. */
    @WithDefault("5s")
    Duration tokenlessTime();

    /** Requests per second with what clients of streamed answers say that one client address may send. */
    @WithDefault("500")
    int emulationRate();
}
