package io.mnemesh.embeddings.inference;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The fields of a file that is a message of Protocol Buffers, without reading their content. Not safe for concurrent use.
 */
final class ProtoFile {

    static final int VARINT = 0;
    static final int BYTES = 2;

    private static final int FIXED_64 = 1;
    private static final int FIXED_32 = 5;
    private static final int VARINT_BITS = 64;

    private final FileChannel channel;

    /** The part of the file around what was read last. */
    private final ByteBuffer block = ByteBuffer.allocate(4 << 10).limit(0);

    private long blockAt;
    private long at;

    ProtoFile(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * A field.
     *
     * @param number of the field in its message
     * @param type   how it is written
     * @param begin  where its key begins
     * @param from   where its content begins
     * @param to     where it ends
     */
    record Field(int number, int type, long begin, long from, long to) {}

    /**
     * Looks at one field.
     *
     * @param end where the message ends that it belongs to
     * @throws IOException if there is none
     */
    Field field(long begin, long end) throws IOException {
        at = begin;
        long key = varint();
        int type = (int) (key & 7);
        long length =
                switch (type) {
                    case VARINT -> {
                        long before = at;
                        varint();
                        long read = at - before;
                        at = before;
                        yield read;
                    }
                    case FIXED_64 -> Long.BYTES;
                    case FIXED_32 -> Integer.BYTES;
                    case BYTES -> varint();
                    default -> throw new IOException("There is no field at " + begin + ".");
                };
        long to = at + length;
        if (length < 0 || to > end) {
            throw new IOException("The field at " + begin + " is longer than its message.");
        }
        return new Field((int) (key >>> 3), type, begin, at, to);
    }

    byte[] bytes(long from, long to) throws IOException {
        var bytes = ByteBuffer.allocate(Math.toIntExact(to - from));
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw new EOFException();
            }
        }
        return bytes.array();
    }

    static void writeKey(int number, int type, ByteArrayOutputStream out) {
        writeVarint(((long) number << 3) | type, out);
    }

    /** Seven bits a byte, the lowest first. */
    static void writeVarint(long value, ByteArrayOutputStream out) {
        long left = value;
        while (left >>> 7 != 0) {
            out.write((int) ((left & 0x7f) | 0x80));
            left >>>= 7;
        }
        out.write((int) left);
    }

    private long varint() throws IOException {
        long value = 0;
        for (int shift = 0; shift < VARINT_BITS; shift += 7) {
            int read = next();
            value |= (long) (read & 0x7f) << shift;
            if (read < 0x80) {
                return value;
            }
        }
        throw new IOException("There is no number before " + at + ".");
    }

    private int next() throws IOException {
        if (at < blockAt || at >= blockAt + block.limit()) {
            block.clear();
            blockAt = at;
            if (channel.read(block, at) <= 0) {
                throw new EOFException();
            }
            block.flip();
        }
        return block.get((int) (at++ - blockAt)) & 0xff;
    }
}
