/** Relations of memories over HTTP. */
@NullMarked
package io.mnemesh.memory.relations.rest;

import org.jspecify.annotations.NullMarked;
