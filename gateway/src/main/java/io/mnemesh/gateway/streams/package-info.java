/** Administration of the event streams. */
@NullMarked
package io.mnemesh.gateway.streams;

import org.jspecify.annotations.NullMarked;
