package io.mnemesh.cache.core;

import java.time.Duration;

/**
 * How caches are filled with what was hot before a restart.
 *
 * @param every         how often each cache's hottest keys are recorded
 * @param keys          most keys per cache
 * @param keysPerSecond how fast a starting process brings them back
 * @param keep          how old a record may be to be used
 */
public record WarmStart(Duration every, int keys, int keysPerSecond, Duration keep) {}
