/** Filters: which of a channel's messages a subscriber gets, by what is in them. No framework types. */
@NullMarked
package io.mnemesh.realtime.filter;

import org.jspecify.annotations.NullMarked;
