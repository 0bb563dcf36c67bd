/** Tables of series, points, detector states, anomalies and insights. */
@NullMarked
package io.mnemesh.intelligence.performance.persistence;

import org.jspecify.annotations.NullMarked;
