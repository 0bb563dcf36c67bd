/** What is asked of a connection before there is a request on it. */
@NullMarked
package io.mnemesh.gateway.guard;

import org.jspecify.annotations.NullMarked;
