/** Past events over HTTP. */
@NullMarked
package io.mnemesh.realtime.archive.rest;

import org.jspecify.annotations.NullMarked;
