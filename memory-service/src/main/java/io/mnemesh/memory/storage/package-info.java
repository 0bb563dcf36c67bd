/** Tenant-confined transactions of Hibernate Reactive. */
@NullMarked
package io.mnemesh.memory.storage;

import org.jspecify.annotations.NullMarked;
