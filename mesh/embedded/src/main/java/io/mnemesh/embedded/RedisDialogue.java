package io.mnemesh.embedded;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * One connection to a Redis server on this machine for a few commands whose answers are a line or a text (RESP 2). Blocks,
 * at most a second an answer.
 */
final class RedisDialogue implements Closeable {

    private static final int PATIENCE_MILLIS = 1_000;

    private final Socket socket = new Socket();
    private final InputStream in;

    RedisDialogue(int port) throws IOException {
        try {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /**
     * Sends a command and reads its answer.
     *
     * @return the answer without its type mark
     * @throws IOException if there is none, or if it is an error or neither a line nor a text
     */
    String ask(String... words) throws IOException {
        var request = new StringBuilder("*" + words.length + "\r\n");
        for (String word : words) {
            int bytes = word.getBytes(StandardCharsets.UTF_8).length;
            request.append('$').append(bytes).append("\r\n").append(word).append("\r\n");
        }
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        String line = line();
        if (line.startsWith("$")) {
            return text(Integer.parseInt(line.substring(1)));
        }
        if (line.startsWith("+") || line.startsWith(":")) {
            return line.substring(1);
        }
        throw new IOException(String.join(" ", words) + " was answered with " + line);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    private String text(int bytes) throws IOException {
        String text = new String(in.readNBytes(bytes), StandardCharsets.UTF_8);
        line();
        return text;
    }

    private String line() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next != '\r'; next = in.read()) {
            if (next < 0) {
                throw new EOFException("The server ended the connection.");
            }
            line.write(next);
        }
        in.skipNBytes(1);
        return line.toString(StandardCharsets.UTF_8);
    }
}
