/** The event loop on which a node follows channels, apart from those of the sockets. */
@NullMarked
package io.mnemesh.realtime.backbone;

import org.jspecify.annotations.NullMarked;
