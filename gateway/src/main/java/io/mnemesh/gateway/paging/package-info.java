/** Pages of the gateway's own lists. */
@NullMarked
package io.mnemesh.gateway.paging;

import org.jspecify.annotations.NullMarked;
