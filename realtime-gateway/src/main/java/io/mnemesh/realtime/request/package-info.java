/** Questions of connected clients that are answered once: what they may ask, whoever carries the question. */
@NullMarked
package io.mnemesh.realtime.request;

import org.jspecify.annotations.NullMarked;
