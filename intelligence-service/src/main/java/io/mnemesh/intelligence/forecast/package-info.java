/** Forecasts of series, given or stored, and when they reach their limits. */
@NullMarked
package io.mnemesh.intelligence.forecast;

import org.jspecify.annotations.NullMarked;
