/** Tables of security alerts. */
@NullMarked
package io.mnemesh.intelligence.security.persistence;

import org.jspecify.annotations.NullMarked;
