/** HTTP of {@link io.mnemesh.gateway.audit}. */
@NullMarked
package io.mnemesh.gateway.audit.rest;

import org.jspecify.annotations.NullMarked;
