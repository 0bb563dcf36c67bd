package io.mnemesh.memory.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What is made of reads and search hits. */
@ConfigMapping(prefix = "mnemesh.memory.access")
public interface AccessConfig {

    /** Whether they are counted. */
    @WithDefault("true")
    boolean recording();

    /** How often what was counted is written. */
    @WithDefault("PT5S")
    Duration flushEvery();

    /** Whether what is used much ranks higher, within the weights of feedback. */
    @WithDefault("true")
    boolean learning();

    /** Most memories with accesses that are not written yet; accesses of others are not counted until they are. */
    @WithDefault("20000")
    int pending();

    /** Memories put into the read caches at start and every ten minutes, those used most; 0 for none. */
    @WithDefault("1000")
    int warmMemories();

    /** Beginnings of conversations put into the read caches likewise. */
    @WithDefault("50")
    int warmConversations();
}
