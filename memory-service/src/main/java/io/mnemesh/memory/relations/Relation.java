package io.mnemesh.memory.relations;

import java.util.UUID;

/**
 * An edge of the graph.
 *
 * @param weight above 0, at most 1
 */
record Relation(UUID from, UUID to, RelationKind kind, double weight) {}
