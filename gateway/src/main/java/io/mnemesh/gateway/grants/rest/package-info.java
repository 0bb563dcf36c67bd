/** HTTP of {@link io.mnemesh.gateway.grants}. */
@NullMarked
package io.mnemesh.gateway.grants.rest;

import org.jspecify.annotations.NullMarked;
