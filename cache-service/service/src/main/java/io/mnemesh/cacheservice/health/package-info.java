/** What readiness says of the tiers. */
@NullMarked
package io.mnemesh.cacheservice.health;

import org.jspecify.annotations.NullMarked;
