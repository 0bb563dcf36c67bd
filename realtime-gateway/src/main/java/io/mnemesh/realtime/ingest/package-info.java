/** From the event mesh into the channels. */
@NullMarked
package io.mnemesh.realtime.ingest;

import org.jspecify.annotations.NullMarked;
