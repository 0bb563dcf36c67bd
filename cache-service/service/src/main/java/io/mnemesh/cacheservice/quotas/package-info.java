/** What tenants may store, and what they store. */
@NullMarked
package io.mnemesh.cacheservice.quotas;

import org.jspecify.annotations.NullMarked;
