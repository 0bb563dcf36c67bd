/** Clusters over HTTP. */
@NullMarked
package io.mnemesh.memory.clusters.rest;

import org.jspecify.annotations.NullMarked;
