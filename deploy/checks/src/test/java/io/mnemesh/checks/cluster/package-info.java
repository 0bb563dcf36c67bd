/** The chart on a real control plane whose nodes are simulated. */
@NullMarked
package io.mnemesh.checks.cluster;

import org.jspecify.annotations.NullMarked;
