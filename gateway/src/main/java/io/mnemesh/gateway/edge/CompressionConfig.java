package io.mnemesh.gateway.edge;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** Which answers of services the gateway compresses, with gzip, for clients that accept it. */
@ConfigMapping(prefix = "mnemesh.gateway.compression")
public interface CompressionConfig {

    /** Whether it compresses at all. */
    @WithDefault("true")
    boolean enabled();

    /** Shortest answer that is compressed. One that does not tell its length counts as long enough. */
    @WithDefault("1K")
    MemorySize least();

    /** Effort, from 1 for the quickest to 9 for the smallest. */
    @WithDefault("4")
    int level();

    /** Types of content that are compressed; text/event-stream is not among them, since its events are short and are awaited. */
    @WithDefault(
            "application/json,application/problem+json,application/x-ndjson,application/xml,application/javascript,"
                    + "application/yaml,image/svg+xml,text/plain,text/html,text/css,text/csv,text/javascript,text/markdown,text/xml")
    List<String> types();
}
