/** What was done to accounts, keys and sessions, and by whom; it is only ever added to. */
@NullMarked
package io.mnemesh.gateway.audit;

import org.jspecify.annotations.NullMarked;
