/** Clusters in PostgreSQL. */
@NullMarked
package io.mnemesh.memory.clusters.persistence;

import org.jspecify.annotations.NullMarked;
