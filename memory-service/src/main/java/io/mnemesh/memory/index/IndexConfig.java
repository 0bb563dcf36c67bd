package io.mnemesh.memory.index;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;

/** How the search index is kept. */
@ConfigMapping(prefix = "mnemesh.memory.index")
public interface IndexConfig {

    /** Folder of its files; each instance needs its own. */
    @WithDefault("data/memory/index")
    Path directory();

    /** Length of vectors; another length is refused. */
    @WithDefault("384")
    int dimensions();

    /** Most time until a change can be found. */
    @WithDefault("PT0.05S")
    Duration refresh();

    /** Most time until what was followed is durable; a crash follows again from there. */
    @WithDefault("PT5S")
    Duration commitEvery();

    /** Most changes until they are made durable. */
    @WithDefault("5000")
    int commitChanges();
}
