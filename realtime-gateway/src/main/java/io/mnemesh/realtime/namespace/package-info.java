/** Namespaces of channels: what a channel keeps, shows and lets whom do follows from the first part of its name. */
@NullMarked
package io.mnemesh.realtime.namespace;

import org.jspecify.annotations.NullMarked;
