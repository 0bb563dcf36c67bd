/** Context packs over HTTP. */
@NullMarked
package io.mnemesh.memory.context.rest;

import org.jspecify.annotations.NullMarked;
