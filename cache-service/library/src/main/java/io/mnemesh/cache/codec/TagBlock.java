package io.mnemesh.cache.codec;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Wire form of the tags of an entry: their number, then each one's length and its UTF-8; numbers are one byte. */
final class TagBlock {

    private static final int MOST = 255;

    private TagBlock() {}

    /** @throws IllegalArgumentException if there are more than 255 tags or one is longer than 255 bytes */
    static byte[] of(List<String> tags) {
        var encoded =
                tags.stream().map(tag -> tag.getBytes(StandardCharsets.UTF_8)).toList();
        var bytes = ByteBuffer.allocate(
                1 + encoded.stream().mapToInt(tag -> 1 + tag.length).sum());
        bytes.put(number(encoded.size()));
        encoded.forEach(tag -> bytes.put(number(tag.length)).put(tag));
        return bytes.array();
    }

    private static byte number(int value) {
        if (value > MOST) {
            throw new IllegalArgumentException("A block of tags says " + value + ", but it is at most " + MOST + ".");
        }
        return (byte) value;
    }

    /** @throws java.nio.BufferUnderflowException if the block is cut */
    static List<String> read(ByteBuffer from) {
        int count = Byte.toUnsignedInt(from.get());
        var tags = new ArrayList<String>(count);
        for (int i = 0; i < count; i++) {
            var tag = new byte[Byte.toUnsignedInt(from.get())];
            from.get(tag);
            tags.add(new String(tag, StandardCharsets.UTF_8));
        }
        return List.copyOf(tags);
    }
}
