package io.mnemesh.memory.clusters;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How far a tenant's memories are clustered.
 *
 * @param clusters  clusters there are
 * @param clustered memories in one
 * @param alone     memories that are related to none
 * @param waiting   memories that wait to be placed
 */
@Schema(name = "MemoryClusterCounts", description = "How far memories are clustered")
public record ClusterCounts(long clusters, long clustered, long alone, long waiting) {}
