/** The current context over HTTP. */
@NullMarked
package io.mnemesh.memory.current.rest;

import org.jspecify.annotations.NullMarked;
