package io.mnemesh.realtime.centrifuge;

import io.netty.buffer.ByteBuf;

/** One reply or push as it goes out, in three parts, so that a payload is copied once. Told apart by identity. */
final class Written {

    private static final byte[] NONE = {};

    private final byte[] head;
    private final byte[] payload;
    private final byte[] tail;

    Written(byte[] head, byte[] payload, byte[] tail) {
        this.head = head;
        this.payload = payload;
        this.tail = tail;
    }

    static Written of(byte[] bytes) {
        return new Written(bytes, NONE, NONE);
    }

    int length() {
        return head.length + payload.length + tail.length;
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(head).writeBytes(payload).writeBytes(tail);
    }
}
