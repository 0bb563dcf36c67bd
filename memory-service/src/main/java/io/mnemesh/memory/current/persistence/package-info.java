/** Current contexts, and which memories belong to them, in PostgreSQL. */
@NullMarked
package io.mnemesh.memory.current.persistence;

import org.jspecify.annotations.NullMarked;
