/** Plug-ins for somebody who knows what their queues hold: an example to begin with. */
@NullMarked
package io.mnemesh.example.limits;

import org.jspecify.annotations.NullMarked;
