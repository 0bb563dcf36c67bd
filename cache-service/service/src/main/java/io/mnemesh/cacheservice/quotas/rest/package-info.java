/** HTTP of the quotas. */
@NullMarked
package io.mnemesh.cacheservice.quotas.rest;

import org.jspecify.annotations.NullMarked;
