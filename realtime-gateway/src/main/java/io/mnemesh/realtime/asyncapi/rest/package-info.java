/** The description of events and frames over HTTP. */
@NullMarked
package io.mnemesh.realtime.asyncapi.rest;

import org.jspecify.annotations.NullMarked;
