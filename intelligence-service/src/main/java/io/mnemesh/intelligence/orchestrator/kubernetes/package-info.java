/** Services that run on Kubernetes. */
@NullMarked
package io.mnemesh.intelligence.orchestrator.kubernetes;

import org.jspecify.annotations.NullMarked;
