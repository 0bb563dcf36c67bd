/** HTTP of {@link io.mnemesh.gateway.quotas}. */
@NullMarked
package io.mnemesh.gateway.quotas.rest;

import org.jspecify.annotations.NullMarked;
