/** Reading small JSON documents of the services. */
@NullMarked
package io.mnemesh.gateway.fetch;

import org.jspecify.annotations.NullMarked;
