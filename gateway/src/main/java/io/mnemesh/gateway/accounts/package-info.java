/** Whom keys, passwords and sessions speak for: users and service accounts. */
@NullMarked
package io.mnemesh.gateway.accounts;

import org.jspecify.annotations.NullMarked;
