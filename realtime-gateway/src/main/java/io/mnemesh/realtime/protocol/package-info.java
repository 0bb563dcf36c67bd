/** The project's own JSON protocol: frames of the client, frames of the server, close codes. */
@NullMarked
package io.mnemesh.realtime.protocol;

import org.jspecify.annotations.NullMarked;
