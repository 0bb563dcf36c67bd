/** How requests are balanced over the instances of an upstream, limited, and kept from failing instances: plain algorithms. */
@Algorithms
@NullMarked
package io.mnemesh.gateway.relay.balance;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
