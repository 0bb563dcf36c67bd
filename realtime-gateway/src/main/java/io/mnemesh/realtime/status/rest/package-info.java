/** Connection statistics over HTTP. */
@NullMarked
package io.mnemesh.realtime.status.rest;

import org.jspecify.annotations.NullMarked;
