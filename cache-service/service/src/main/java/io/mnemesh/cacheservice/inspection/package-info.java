/** What is stored, key by key. */
@NullMarked
package io.mnemesh.cacheservice.inspection;

import org.jspecify.annotations.NullMarked;
