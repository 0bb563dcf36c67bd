/** HTTP of {@link io.mnemesh.gateway.catalogue}. */
@NullMarked
package io.mnemesh.gateway.catalogue.rest;

import org.jspecify.annotations.NullMarked;
