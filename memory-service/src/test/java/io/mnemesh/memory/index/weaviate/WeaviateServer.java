package io.mnemesh.memory.index.weaviate;

import io.mnemesh.embedded.EmbeddedWeaviate;
import io.mnemesh.memory.index.ranking.Fusion;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A real Weaviate: the one {@code MNEMESH_TEST_WEAVIATE_URL} names, or one of its own, if {@code ./mnemesh tools weaviate} got
 * it.
 */
final class WeaviateServer implements AutoCloseable {

    private static final String URL = "MNEMESH_TEST_WEAVIATE_URL";
    private static final AtomicInteger COLLECTIONS = new AtomicInteger();

    private final URI url;
    private final @Nullable EmbeddedWeaviate own;

    private WeaviateServer(URI url, @Nullable EmbeddedWeaviate own) {
        this.url = url;
        this.own = own;
    }

    /** False where there is none; tests then leave themselves out. */
    static boolean there() {
        return System.getenv(URL) != null || ownThere();
    }

    /** The server named by the environment, or one of its own. */
    static WeaviateServer any() {
        String given = System.getenv(URL);
        return given == null ? own() : new WeaviateServer(URI.create(given), null);
    }

    /** One of its own, which can be stopped and started again; only where the tool is. */
    static WeaviateServer own() {
        EmbeddedWeaviate started = EmbeddedWeaviate.start();
        return new WeaviateServer(started.url(), started);
    }

    static boolean ownThere() {
        return EmbeddedWeaviate.there();
    }

    void start() {
        embedded().begin();
    }

    /** Kills it; what it holds stays. */
    void kill() {
        embedded().kill();
    }

    /** Halts it with its connections open, so that it takes requests and never answers. */
    void freeze() {
        embedded().freeze();
    }

    void thaw() {
        embedded().thaw();
    }

    private EmbeddedWeaviate embedded() {
        return Optional.ofNullable(own).orElseThrow();
    }

    /** A collection nobody else has. */
    static String collection() {
        return "Test" + Long.toString(System.nanoTime(), 36) + COLLECTIONS.incrementAndGet();
    }

    WeaviateSettings settings(String collection, int dimensions) {
        return new WeaviateSettings(
                url,
                null,
                collection,
                Duration.ofSeconds(4),
                dimensions,
                150,
                new Fusion(0.5),
                Duration.ofSeconds(5),
                5_000,
                8,
                64);
    }

    WeaviateClient client(String collection) {
        return new WeaviateClient(settings(collection, 3));
    }

    /** Removes what tests made. */
    void drop(String collection) {
        try (WeaviateClient client = client(collection)) {
            new Schema(client, collection).drop();
        }
    }

    @Override
    public void close() {
        if (own != null) {
            own.close();
        }
    }
}
