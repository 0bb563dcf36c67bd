/** Forecasts of one series: candidates, their combination and its intervals. Plain algorithms. */
@Algorithms
@NullMarked
package io.mnemesh.intelligence.forecast.model;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
