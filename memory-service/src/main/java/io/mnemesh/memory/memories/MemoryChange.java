package io.mnemesh.memory.memories;

/** What a memory shall become, given what it is. */
@FunctionalInterface
public interface MemoryChange {

    NewMemory of(Memory current);
}
