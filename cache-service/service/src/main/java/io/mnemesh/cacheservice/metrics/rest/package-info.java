/** HTTP of the metrics. */
@NullMarked
package io.mnemesh.cacheservice.metrics.rest;

import org.jspecify.annotations.NullMarked;
