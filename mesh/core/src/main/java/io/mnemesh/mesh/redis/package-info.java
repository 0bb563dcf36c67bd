/** Connections to Redis for streams: shared and dedicated lines, scripts, backoff. */
@NullMarked
package io.mnemesh.mesh.redis;

import org.jspecify.annotations.NullMarked;
