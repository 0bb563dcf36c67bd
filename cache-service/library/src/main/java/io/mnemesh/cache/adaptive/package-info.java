/** How long values are good for, found out from how records change and how they are read. */
@Algorithms
@NullMarked
package io.mnemesh.cache.adaptive;

import io.mnemesh.mesh.Algorithms;
import org.jspecify.annotations.NullMarked;
