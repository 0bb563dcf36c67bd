/** API keys, tenants and the tokens they are exchanged for. */
@NullMarked
package io.mnemesh.gateway.access;

import org.jspecify.annotations.NullMarked;
