/** Who is in a channel: connections of users, on whichever node they are. */
@NullMarked
package io.mnemesh.realtime.presence;

import org.jspecify.annotations.NullMarked;
