package io.mnemesh.memory.index.weaviate;

import io.mnemesh.memory.index.ranking.Fusion;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an index in Weaviate is kept.
 *
 * @param url           of the server, without a path
 * @param apiKey        what it takes as bearer token; null for none
 * @param collection    name of the collection of memories; what belongs to it has names that begin with it
 * @param timeout       most time one request may take
 * @param dimensions    length of every vector
 * @param candidates    candidates of each leg in the first band
 * @param fusion        how the legs are combined
 * @param commitEvery   most time until the position that was followed is stored
 * @param commitChanges most changes until it is stored
 * @param concurrency   questions that run at once
 * @param queue         questions that may wait
 */
public record WeaviateSettings(
        URI url,
        @Nullable String apiKey,
        String collection,
        Duration timeout,
        int dimensions,
        int candidates,
        Fusion fusion,
        Duration commitEvery,
        int commitChanges,
        int concurrency,
        int queue) {}
