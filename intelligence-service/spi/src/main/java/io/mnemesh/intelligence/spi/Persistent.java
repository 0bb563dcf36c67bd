package io.mnemesh.intelligence.spi;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;

/** State that can be written down and read again, after which it goes on exactly as if it had never stopped. */
public interface Persistent {

    void write(DataOutput out) throws IOException;

    /**
     * Takes over what was written by an object that was made with the same arguments.
     *
     * @throws IOException if it is cut off or is not what such an object writes
     */
    void read(DataInput in) throws IOException;
}
