/** Passwords: what they have to be like, and their Argon2id hashes. */
@NullMarked
package io.mnemesh.gateway.passwords;

import org.jspecify.annotations.NullMarked;
