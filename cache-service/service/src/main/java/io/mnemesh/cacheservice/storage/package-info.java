/** How the service's own tables are asked. */
@NullMarked
package io.mnemesh.cacheservice.storage;

import org.jspecify.annotations.NullMarked;
