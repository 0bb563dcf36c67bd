/** The gateway beside a direct call and plain reverse proxies. */
@NullMarked
package io.mnemesh.benchmarks.gateway;

import org.jspecify.annotations.NullMarked;
