/** Tells the mesh by the minute what tenants ask for and how their tokens are used, as counts. */
@NullMarked
package io.mnemesh.gateway.traffic;

import org.jspecify.annotations.NullMarked;
