/** The merged OpenAPI description. */
@NullMarked
package io.mnemesh.gateway.catalogue;

import org.jspecify.annotations.NullMarked;
