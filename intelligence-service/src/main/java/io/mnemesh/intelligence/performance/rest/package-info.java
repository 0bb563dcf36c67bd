/** Metrics, anomalies and performance insights over HTTP. */
@NullMarked
package io.mnemesh.intelligence.performance.rest;

import org.jspecify.annotations.NullMarked;
