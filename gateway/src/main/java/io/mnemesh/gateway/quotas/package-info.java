/** What a tenant may ask for, in cost units, and what it did. */
@NullMarked
package io.mnemesh.gateway.quotas;

import org.jspecify.annotations.NullMarked;
