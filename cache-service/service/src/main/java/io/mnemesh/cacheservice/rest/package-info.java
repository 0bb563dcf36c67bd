/** HTTP of the objects. */
@NullMarked
package io.mnemesh.cacheservice.rest;

import org.jspecify.annotations.NullMarked;
