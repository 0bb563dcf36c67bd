package io.mnemesh.memory.index;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** How the search index is kept. */
@ConfigMapping(prefix = "mnemesh.memory.index")
public interface IndexConfig {

    /** The engine it is kept in: {@code lucene}, in this process, or {@code weaviate}, a server. */
    @WithDefault("lucene")
    IndexKind kind();

    /** Folder of its files, with Lucene; each instance needs its own. */
    @WithDefault("data/memory/index")
    Path directory();

    /** Length of vectors; another length is refused. */
    @WithDefault("384")
    int dimensions();

    /** Most time until a change can be found, with Lucene. */
    @WithDefault("PT0.05S")
    Duration refresh();

    /** Most time until what was followed is durable; a crash follows again from there. */
    @WithDefault("PT5S")
    Duration commitEvery();

    /** Most changes until they are made durable. */
    @WithDefault("5000")
    int commitChanges();

    /** The server, with Weaviate. */
    WeaviateConfig weaviate();

    /** How a Weaviate server is used. */
    interface WeaviateConfig {

        /** Where it is. */
        @WithDefault("http://127.0.0.1:8080")
        URI url();

        /** What it takes as bearer token. */
        Optional<String> apiKey();

        /** Name of the collection of memories: a capital letter, then letters, digits and underscores. */
        @WithDefault("MnemeshMemory")
        String collection();

        /** Most time one request may take. */
        @WithDefault("PT5S")
        Duration timeout();

        /** Searches that run at once; what more there are wait as with Lucene. */
        @WithDefault("16")
        int concurrency();
    }
}
