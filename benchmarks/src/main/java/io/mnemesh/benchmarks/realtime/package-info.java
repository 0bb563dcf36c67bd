/** The load client of real-time servers that speak the Centrifuge protocol, and what is measured with it. */
@NullMarked
package io.mnemesh.benchmarks.realtime;

import org.jspecify.annotations.NullMarked;
