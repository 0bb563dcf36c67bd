/** The reverse proxy: routes, forwarding, WebSocket tunnels. */
@NullMarked
package io.mnemesh.gateway.edge;

import org.jspecify.annotations.NullMarked;
