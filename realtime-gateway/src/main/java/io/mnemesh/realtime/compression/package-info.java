/** Compression of WebSocket messages (RFC 7692). */
@NullMarked
package io.mnemesh.realtime.compression;

import org.jspecify.annotations.NullMarked;
