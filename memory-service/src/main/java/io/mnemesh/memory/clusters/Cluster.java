package io.mnemesh.memory.clusters;

import io.mnemesh.memory.memories.Memory;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Memories that are related.
 *
 * @param id       UUIDv7; the larger one keeps its own when two become one or one becomes two
 * @param name     its first terms
 * @param terms    words that tell it from other clusters, the most telling first
 * @param size     memories in it, two or more
 * @param latest   when its latest memory was stored
 * @param examples its latest memories
 */
@Schema(name = "MemoryCluster", description = "Memories that are related", examples = """
                {"id":"019aa3c1-7d3e-7c54-9a51-0d6a3f1f8b0e","name":"refund, ideal, transfer",\
                "terms":["refund","ideal","transfer","days"],"size":7,"latest":"2026-11-21T11:00:00Z","examples":[]}""")
public record Cluster(UUID id, String name, List<String> terms, long size, Instant latest, List<Memory> examples) {

    public Cluster {
        terms = List.copyOf(terms);
        examples = List.copyOf(examples);
    }
}
