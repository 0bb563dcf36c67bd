/** A simulator of upstreams for the gateway's own balancing, beside plain ways to balance. */
@NullMarked
package io.mnemesh.benchmarks.relay;

import org.jspecify.annotations.NullMarked;
