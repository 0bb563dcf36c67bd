package io.mnemesh.benchmarks.cache;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A way to a server on this machine that can be shut as a network is that loses everything: connections stay and nobody hears
 * anything, not even that. When it opens again, what was sent meanwhile arrives, if both sides are still there.
 */
final class SeverableDoor implements AutoCloseable {

    private static final int BUFFER = 1 << 16;

    private final ServerSocket entry = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile CompletableFuture<Void> opened = CompletableFuture.completedFuture(null);

    SeverableDoor(int target) throws IOException {
        this.target = target;
        Thread.ofVirtual().start(this::accept);
    }

    int port() {
        return entry.getLocalPort();
    }

    void shut() {
        opened = new CompletableFuture<>();
    }

    void open() {
        opened.complete(null);
    }

    private void accept() {
        try {
            while (true) {
                Socket near = entry.accept();
                sockets.add(near);
                Thread.ofVirtual().start(() -> join(near));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private void join(Socket near) {
        opened.join();
        try {
            var far = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(far);
            near.setTcpNoDelay(true);
            far.setTcpNoDelay(true);
            Thread.ofVirtual().start(() -> carry(near, far));
            carry(far, near);
        } catch (IOException e) {
            end(near);
        }
    }

    private void carry(Socket from, Socket to) {
        var buffer = new byte[BUFFER];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                opened.join();
                out.write(buffer, 0, read);
            }
        } catch (IOException e) {
            // One side has gone; the other one hears of it.
        }
        opened.join();
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        sockets.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            // It has gone.
        }
    }

    @Override
    public void close() throws IOException {
        entry.close();
        opened.complete(null);
        sockets.forEach(this::end);
    }
}
