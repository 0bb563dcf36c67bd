/** The three-tier cache as services use it: factory, specification, serializers, the cache itself. */
@NullMarked
package io.mnemesh.cache;

import org.jspecify.annotations.NullMarked;
