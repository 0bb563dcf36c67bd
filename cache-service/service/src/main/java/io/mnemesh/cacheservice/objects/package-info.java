/** Objects: their addresses, their storage, what use is made of them. */
@NullMarked
package io.mnemesh.cacheservice.objects;

import org.jspecify.annotations.NullMarked;
