/** Who may administer. */
@NullMarked
package io.mnemesh.cacheservice.access;

import org.jspecify.annotations.NullMarked;
