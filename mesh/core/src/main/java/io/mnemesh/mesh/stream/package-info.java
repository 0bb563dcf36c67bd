/** Redis Streams transport of domain events: partitions, groups, followers, dead letters. */
@NullMarked
package io.mnemesh.mesh.stream;

import org.jspecify.annotations.NullMarked;
