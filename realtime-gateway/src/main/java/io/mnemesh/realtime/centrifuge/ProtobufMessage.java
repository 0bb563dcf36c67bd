package io.mnemesh.realtime.centrifuge;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One protobuf message, its fields by their numbers. Of a field that comes several times the last one counts, unless all
 * are asked for. What is left
 * out is 0, false, empty, or a message without fields. A field that is asked for has to be of the type it is asked for as.
 */
final class ProtobufMessage {

    private static final int VARINT = 0;
    private static final int FIXED_64 = 1;
    private static final int LENGTH = 2;
    private static final int FIXED_32 = 5;
    private static final int LONGEST_VARINT = 10;
    private static final long LARGEST_FIELD = 0x1FFF_FFFFL;

    private final Map<Integer, Field> fields = HashMap.newHashMap(4);
    private final boolean empty;

    /** What is in a field; fixed numbers are of no use here and are passed over. */
    private sealed interface Field {}

    private record Varint(long value) implements Field {}

    /** Bytes, not to be changed, behind those of the same field before them. */
    private record Bytes(ByteBuffer value, @Nullable Bytes before) implements Field {}

    /** @throws BadFrameException if the bytes are not a message */
    private ProtobufMessage(ByteBuffer bytes) {
        empty = !bytes.hasRemaining();
        while (bytes.hasRemaining()) {
            long tag = readVarint(bytes);
            long number = tag >>> 3;
            if (number == 0 || number > LARGEST_FIELD) {
                throw new BadFrameException("A field has no valid number.");
            }
            int field = (int) number;
            switch ((int) (tag & 7)) {
                case VARINT -> fields.put(field, new Varint(readVarint(bytes)));
                case LENGTH ->
                    fields.put(
                            field,
                            new Bytes(readBytes(bytes), fields.get(field) instanceof Bytes before ? before : null));
                case FIXED_64 -> skip(bytes, Long.BYTES);
                case FIXED_32 -> skip(bytes, Integer.BYTES);
                default -> throw new BadFrameException("A field has no valid type.");
            }
        }
    }

    /**
     * Reads messages, each behind its length.
     *
     * @throws BadFrameException if the bytes are anything else
     */
    static List<ProtobufMessage> delimited(byte[] bytes) {
        ByteBuffer rest = ByteBuffer.wrap(bytes);
        var messages = new ArrayList<ProtobufMessage>(2);
        while (rest.hasRemaining()) {
            messages.add(new ProtobufMessage(readBytes(rest)));
        }
        return messages;
    }

    /**
     * Reads one message, which is all there is.
     *
     * @throws BadFrameException if the bytes are anything else
     */
    static ProtobufMessage of(byte[] bytes) {
        return new ProtobufMessage(ByteBuffer.wrap(bytes));
    }

    /** True if there is no field in it, known or not. */
    boolean isEmpty() {
        return empty;
    }

    boolean has(int field) {
        return fields.containsKey(field);
    }

    /** @throws BadFrameException if the field is no number from 0 to {@code most} */
    long number(int field, long most) {
        long value = signed(field);
        if (value < 0 || value > most) {
            throw wrong(field);
        }
        return value;
    }

    /** @throws BadFrameException if the field is no number of 32 bits */
    int signedInt(int field) {
        long value = signed(field);
        if (value != (int) value) {
            throw wrong(field);
        }
        return (int) value;
    }

    boolean flag(int field) {
        return signed(field) != 0;
    }

    /** @throws BadFrameException if the field is not a text in UTF-8 */
    String text(int field) {
        ByteBuffer bytes = bytes(field);
        return bytes == null ? "" : text(field, bytes);
    }

    /**
     * All texts of a field, in order.
     *
     * @throws BadFrameException if one is not a text in UTF-8
     */
    List<String> texts(int field) {
        return all(field).stream().map(bytes -> text(field, bytes)).toList();
    }

    /**
     * All messages of a field, in order.
     *
     * @throws BadFrameException if one is not a message
     */
    List<ProtobufMessage> messages(int field) {
        return all(field).stream().map(ProtobufMessage::new).toList();
    }

    private List<ByteBuffer> all(int field) {
        var found = new ArrayList<ByteBuffer>(2);
        if (bytes(field) != null) {
            for (Bytes bytes = (Bytes) fields.get(field); bytes != null; bytes = bytes.before()) {
                found.add(bytes.value().duplicate());
            }
        }
        return found.reversed();
    }

    private static String text(int field, ByteBuffer bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw wrong(field);
        }
    }

    /** @throws BadFrameException if the field is a number */
    byte[] bytesOf(int field) {
        ByteBuffer bytes = bytes(field);
        if (bytes == null) {
            return new byte[0];
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    /** @throws BadFrameException if the field is not a message */
    ProtobufMessage message(int field) {
        ByteBuffer bytes = bytes(field);
        return new ProtobufMessage(bytes == null ? ByteBuffer.allocate(0) : bytes);
    }

    private long signed(int field) {
        return switch (fields.get(field)) {
            case null -> 0;
            case Varint number -> number.value();
            case Bytes bytes -> throw wrong(field);
        };
    }

    private @Nullable ByteBuffer bytes(int field) {
        return switch (fields.get(field)) {
            case null -> null;
            case Bytes bytes -> bytes.value().duplicate();
            case Varint number -> throw wrong(field);
        };
    }

    private static long readVarint(ByteBuffer bytes) {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            if (!bytes.hasRemaining()) {
                throw cutOff();
            }
            byte next = bytes.get();
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new BadFrameException("A number is too long.");
    }

    private static ByteBuffer readBytes(ByteBuffer bytes) {
        long length = readVarint(bytes);
        if (length < 0 || length > bytes.remaining()) {
            throw cutOff();
        }
        ByteBuffer slice = bytes.slice(bytes.position(), (int) length);
        skip(bytes, (int) length);
        return slice;
    }

    private static void skip(ByteBuffer bytes, int length) {
        if (length > bytes.remaining()) {
            throw cutOff();
        }
        bytes.position(bytes.position() + length);
    }

    private static BadFrameException cutOff() {
        return new BadFrameException("The frame ends within a message.");
    }

    private static BadFrameException wrong(int field) {
        return new BadFrameException("Field %d has not the form it has to have.".formatted(field));
    }
}
