/** L2: Redis, with leases, the invalidation log and its followers. */
@NullMarked
package io.mnemesh.cache.redis;

import org.jspecify.annotations.NullMarked;
