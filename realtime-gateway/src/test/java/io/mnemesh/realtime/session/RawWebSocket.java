package io.mnemesh.realtime.session;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Deflater;
import java.util.zip.Inflater;

/** A client that sees the bytes of its WebSocket as they are on the wire, and packs what it sends if it is told to. */
final class RawWebSocket implements AutoCloseable {

    private static final int PATIENCE_MS = 15_000;
    private static final byte[] NO_MASK = new byte[4];

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;
    private final String answer;

    /**
     * A frame as it came.
     *
     * @param first its first byte: final, reserved bits and kind
     */
    record Frame(int first, byte[] payload) {

        boolean isPacked() {
            return (first & 0x40) != 0;
        }

        /** Its text, unpacked if it is packed. */
        String text() throws DataFormatException {
            return new String(isPacked() ? unpacked() : payload, StandardCharsets.UTF_8);
        }

        private byte[] unpacked() throws DataFormatException {
            var inflater = new Inflater(true);
            byte[] whole = Arrays.copyOf(payload, payload.length + 4);
            whole[whole.length - 1] = (byte) 0xFF;
            whole[whole.length - 2] = (byte) 0xFF;
            inflater.setInput(whole);
            byte[] plain = new byte[1 << 20];
            int size = inflater.inflate(plain);
            inflater.end();
            return Arrays.copyOf(plain, size);
        }
    }

    /** @param fields of the handshake, besides those that each has to have */
    RawWebSocket(int port, String path, String... fields) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE_MS);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        out.write(("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                        + Stream.of(fields).map(field -> field + "\r\n").collect(Collectors.joining()) + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        out.flush();
        answer = head();
    }

    private String head() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.readUnsignedByte());
        }
        return head.toString();
    }

    /** The head of the handshake's answer. */
    String answer() {
        return answer;
    }

    void send(String text) throws IOException {
        frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    void sendPacked(byte[] message) throws IOException {
        var deflater = new Deflater(9, true);
        deflater.setInput(message);
        var packed = new ByteArrayOutputStream();
        byte[] some = new byte[8192];
        int size;
        do {
            size = deflater.deflate(some, 0, some.length, Deflater.SYNC_FLUSH);
            packed.write(some, 0, size);
        } while (size == some.length);
        deflater.end();
        byte[] all = packed.toByteArray();
        frame(0xC1, Arrays.copyOf(all, all.length - 4));
    }

    /** A message that says it is packed and is not. */
    void sendBroken() throws IOException {
        frame(0xC1, new byte[] {6, 6, 6, 6});
    }

    /** The next frame, whatever it is. */
    Frame next() throws IOException {
        int first = in.readUnsignedByte();
        int length = in.readUnsignedByte();
        if (length == 126) {
            length = in.readUnsignedShort();
        } else if (length == 127) {
            length = Math.toIntExact(in.readLong());
        }
        return new Frame(first, in.readNBytes(length));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private void frame(int first, byte[] payload) throws IOException {
        var frame = new ByteArrayOutputStream();
        frame.write(first);
        if (payload.length < 126) {
            frame.write(0x80 | payload.length);
        } else {
            frame.write(0x80 | 126);
            frame.write(payload.length >> 8);
            frame.write(payload.length);
        }
        frame.writeBytes(NO_MASK);
        frame.writeBytes(payload);
        out.write(frame.toByteArray());
        out.flush();
    }
}
