/** What services and tenants of the mesh cost, and what would hold the objectives for less. */
@NullMarked
package io.mnemesh.intelligence.cost;

import org.jspecify.annotations.NullMarked;
