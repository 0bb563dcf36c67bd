/** HTTP of what is stored. */
@NullMarked
package io.mnemesh.cacheservice.inspection.rest;

import org.jspecify.annotations.NullMarked;
