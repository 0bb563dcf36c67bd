/** A real Kubernetes control plane whose nodes are simulated, for tests. */
@NullMarked
package io.mnemesh.cluster;

import org.jspecify.annotations.NullMarked;
