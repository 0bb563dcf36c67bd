/** Statistics over HTTP. */
@NullMarked
package io.mnemesh.memory.statistics.rest;

import org.jspecify.annotations.NullMarked;
