/** HTTP of {@link io.mnemesh.gateway.accounts}. */
@NullMarked
package io.mnemesh.gateway.accounts.rest;

import org.jspecify.annotations.NullMarked;
