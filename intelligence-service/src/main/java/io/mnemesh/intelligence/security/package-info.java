/** Unusual use of tokens and tenants, from what the gateway counts, and the alerts that tell of it. */
@NullMarked
package io.mnemesh.intelligence.security;

import org.jspecify.annotations.NullMarked;
