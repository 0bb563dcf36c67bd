/** Orders to the gateways: what they are to keep away from, for how long, and what they answer. */
@NullMarked
package io.mnemesh.mesh.order;

import org.jspecify.annotations.NullMarked;
