package io.mnemesh.memory.index;

import io.mnemesh.memory.index.lucene.IndexFolders;
import io.mnemesh.memory.index.lucene.LuceneMemoryIndex;
import io.mnemesh.memory.index.lucene.LuceneSettings;
import io.mnemesh.memory.index.ranking.Fusion;
import io.mnemesh.memory.index.weaviate.IndexCollections;
import io.mnemesh.memory.index.weaviate.WeaviateMemoryIndex;
import io.mnemesh.memory.index.weaviate.WeaviateSettings;
import io.mnemesh.memory.search.SearchConfig;
import io.quarkus.runtime.ImageMode;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;

/** Makes builds of the index in the engine that is configured, and removes them. */
@ApplicationScoped
class IndexEngines {

    private final IndexConfig config;
    private final SearchConfig search;

    IndexEngines(IndexConfig config, SearchConfig search) {
        this.config = config;
        this.search = search;
    }

    MemoryIndex of(Generation generation) {
        return switch (config.kind()) {
            case LUCENE -> new LuceneMemoryIndex(lucene(generation));
            case WEAVIATE -> new WeaviateMemoryIndex(weaviate(generation));
        };
    }

    /**
     * Removes the builds with other names, also those that an instance left behind that died. Blocks.
     *
     * @param names of the builds that stay
     */
    void removeAllBut(Set<String> names) {
        switch (config.kind()) {
            case LUCENE -> new IndexFolders(config.directory()).removeAllBut(names);
            case WEAVIATE -> IndexCollections.removeAllBut(weaviate(Generation.configured(config)), names);
        }
    }

    private LuceneSettings lucene(Generation generation) {
        return new LuceneSettings(
                new IndexFolders(config.directory()).of(generation.name()),
                ImageMode.current() == ImageMode.JVM,
                generation.dimensions(),
                search.candidates(),
                new Fusion(search.semanticWeight()),
                config.refresh(),
                config.commitEvery(),
                config.commitChanges(),
                search.threads(),
                search.queue());
    }

    private WeaviateSettings weaviate(Generation generation) {
        return new WeaviateSettings(
                config.weaviate().url(),
                config.weaviate().apiKey().orElse(null),
                IndexCollections.of(config.weaviate().collection(), generation.name()),
                config.weaviate().timeout(),
                generation.dimensions(),
                search.candidates(),
                new Fusion(search.semanticWeight()),
                config.commitEvery(),
                config.commitChanges(),
                config.weaviate().concurrency(),
                search.queue());
    }
}
