/** Streaming anomaly detection on any metric. Plain algorithms: detectors behind one small interface, and their ensemble. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.anomaly;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
