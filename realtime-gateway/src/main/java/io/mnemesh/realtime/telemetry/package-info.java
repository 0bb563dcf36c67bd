/** Metric names and health of this service. */
@NullMarked
package io.mnemesh.realtime.telemetry;

import org.jspecify.annotations.NullMarked;
