/** Retention over HTTP. */
@NullMarked
package io.mnemesh.memory.retention.rest;

import org.jspecify.annotations.NullMarked;
