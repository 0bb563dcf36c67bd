package io.mnemesh.gateway;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A connection to the gateway on which a test writes what no HTTP client would. */
final class RawConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Socket socket;

    RawConnection(URI gateway) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout((int) PATIENCE.toMillis());
    }

    /** Writes; what the other side does not take any more is nothing. */
    RawConnection send(String text) {
        try {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
            socket.getOutputStream().flush();
        } catch (IOException closed) {
            // What it said before it closed is what the test looks at.
        }
        return this;
    }

    /**
     * Everything until the gateway closes the connection.
     *
     * @throws SocketTimeoutException if it does not
     */
    String untilClosed() throws IOException {
        var answer = new ByteArrayOutputStream();
        var buffer = new byte[8192];
        try {
            for (int read = socket.getInputStream().read(buffer);
                    read >= 0;
                    read = socket.getInputStream().read(buffer)) {
                answer.write(buffer, 0, read);
            }
        } catch (SocketTimeoutException stillOpen) {
            throw stillOpen;
        } catch (IOException reset) {
            // Closed while something was on its way to it.
        }
        return answer.toString(StandardCharsets.ISO_8859_1);
    }

    /** What comes until {@code text} has come. */
    String until(String text) throws IOException {
        var answer = new StringBuilder();
        while (answer.indexOf(text) < 0) {
            int octet = socket.getInputStream().read();
            if (octet < 0) {
                throw new IOException("Closed after: " + answer);
            }
            answer.append((char) octet);
        }
        return answer.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
