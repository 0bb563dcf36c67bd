/** Every event in PostgreSQL, for replay by time, type and tenant. */
@NullMarked
package io.mnemesh.realtime.archive;

import org.jspecify.annotations.NullMarked;
