/** HTTP of {@link io.mnemesh.gateway.ecosystem}. */
@NullMarked
package io.mnemesh.gateway.ecosystem.rest;

import org.jspecify.annotations.NullMarked;
