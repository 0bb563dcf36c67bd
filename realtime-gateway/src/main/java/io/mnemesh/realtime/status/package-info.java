/** What the sockets are doing. */
@NullMarked
package io.mnemesh.realtime.status;

import org.jspecify.annotations.NullMarked;
