package io.mnemesh.memory.memories;

import java.util.List;

/**
 * A memory that was written, with what that did to others of its slot.
 *
 * @param memory as it is now
 * @param moved  others that are superseded since, or no longer, or by another one
 */
record Settled(Memory memory, List<Memory> moved) {

    Settled {
        moved = List.copyOf(moved);
    }

    static Settled alone(Memory memory) {
        return new Settled(memory, List.of());
    }
}
