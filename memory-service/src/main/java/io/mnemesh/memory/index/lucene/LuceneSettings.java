package io.mnemesh.memory.index.lucene;

import io.mnemesh.memory.index.ranking.Fusion;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How an index in process is kept.
 *
 * @param directory     where its files are
 * @param memoryMapped  true to map files into memory, false to read them by NIO (native images)
 * @param dimensions    length of every vector
 * @param candidates    candidates of each leg in the first band
 * @param fusion        how the legs are combined
 * @param refresh       most time until a change can be found
 * @param commitEvery   most time until a change is durable
 * @param commitChanges most changes until they are made durable
 * @param threads       questions that run at once
 * @param queue         questions that may wait
 */
public record LuceneSettings(
        Path directory,
        boolean memoryMapped,
        int dimensions,
        int candidates,
        Fusion fusion,
        Duration refresh,
        Duration commitEvery,
        int commitChanges,
        int threads,
        int queue) {}
