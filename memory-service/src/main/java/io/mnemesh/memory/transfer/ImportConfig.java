package io.mnemesh.memory.transfer;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How many memories may be imported in bulk. */
@ConfigMapping(prefix = "mnemesh.memory.imports")
public interface ImportConfig {

    /** Most lines of one import. */
    @WithDefault("1000000")
    long lines();

    /** Most lines of a tenant that wait to be stored; more are refused with 429. */
    @WithDefault("200000")
    long waiting();
}
