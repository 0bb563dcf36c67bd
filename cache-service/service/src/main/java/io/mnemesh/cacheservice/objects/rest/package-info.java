/** HTTP of the objects. */
@NullMarked
package io.mnemesh.cacheservice.objects.rest;

import org.jspecify.annotations.NullMarked;
