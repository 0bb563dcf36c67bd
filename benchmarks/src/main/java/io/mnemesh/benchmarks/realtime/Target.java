package io.mnemesh.benchmarks.realtime;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * A server that speaks the Centrifuge protocol in JSON over WebSocket.
 *
 * @param name     prefix of its figures
 * @param address  where its sockets are, {@code ws://HOST:PORT/PATH}
 * @param channel  a channel that may be subscribed to and published in
 * @param token    bearer token, if the server wants one
 * @param recovers whether it keeps a history that subscriptions recover from
 */
record Target(
        String name, URI address, String channel, @Nullable String token, boolean recovers) {

    /** The server that {@code URL[,CHANNEL[,BEARER]]} names. */
    static Target named(String name, String description) {
        String[] parts = description.split(",", 3);
        return new Target(
                name,
                URI.create(parts[0]),
                parts.length > 1 && !parts[1].isEmpty() ? parts[1] : "bench",
                parts.length > 2 ? parts[2] : null,
                false);
    }
}
