package io.mnemesh.benchmarks.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A server of another make on a free port of the loopback address; it ends with the benchmark. */
final class LocalServer implements AutoCloseable {

    /** Body of the upstream's answer, 128 bytes as most answers of the cache are short. */
    private static final String BODY = "x".repeat(128);

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Process process;
    private final int port;

    private LocalServer(Process process, int port) throws IOException, InterruptedException {
        this.process = process;
        this.port = port;
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                process.destroy();
                throw new IOException("A server did not start on port " + port + ".");
            }
            Thread.onSpinWait();
        }
    }

    /** An nginx of one process that answers every request by itself, at once. */
    static LocalServer upstream(ProxyTools tools, Path folder) throws IOException, InterruptedException {
        int port = freePort();
        return nginx(tools, Files.createDirectories(folder.resolve("upstream")), port, 1, """
                server { listen 127.0.0.1:%d; default_type application/octet-stream; location / { return 200 "%s"; } }
                """.formatted(port, BODY));
    }

    /** nginx as a plain reverse proxy that keeps its connections. */
    static LocalServer nginx(ProxyTools tools, Path folder, LocalServer upstream)
            throws IOException, InterruptedException {
        int port = freePort();
        int processes = Runtime.getRuntime().availableProcessors();
        return nginx(tools, Files.createDirectories(folder.resolve("nginx")), port, processes, """
                upstream origin { server 127.0.0.1:%d; keepalive 256; keepalive_requests 1000000000; }
                server { listen 127.0.0.1:%d; location / { proxy_pass http://origin; proxy_http_version 1.1; proxy_set_header Connection ""; } }
                """.formatted(
                        upstream.port, port));
    }

    private static LocalServer nginx(ProxyTools tools, Path folder, int port, int processes, String servers)
            throws IOException, InterruptedException {
        Path configuration = Files.writeString(folder.resolve("nginx.conf"), """
                daemon off; master_process on; worker_processes %d; pid %s/pid; error_log %s/error.log crit;
                events { worker_connections 4096; }
                http {
                  access_log off; keepalive_requests 1000000000; keepalive_timeout 600s;
                  client_body_temp_path %s/body; proxy_temp_path %s/proxy; fastcgi_temp_path %s/fastcgi;
                  uwsgi_temp_path %s/uwsgi; scgi_temp_path %s/scgi;
                  %s
                }
                """.formatted(
                        processes, folder, folder, folder, folder, folder, folder, folder, servers));
        return start(List.of(tools.nginx(), "-p", folder.toString(), "-c", configuration.toString()), port);
    }

    /** HAProxy as a plain reverse proxy. */
    static LocalServer haproxy(ProxyTools tools, Path folder, LocalServer upstream)
            throws IOException, InterruptedException {
        int port = freePort();
        Path configuration = Files.writeString(folder.resolve("haproxy.cfg"), """
                global
                  maxconn 4096
                defaults
                  mode http
                  timeout connect 1s
                  timeout client 600s
                  timeout server 600s
                  http-reuse always
                frontend edge
                  bind 127.0.0.1:%d
                  default_backend origin
                backend origin
                  server one 127.0.0.1:%d
                """.formatted(port, upstream.port));
        return start(List.of(tools.haproxy(), "-f", configuration.toString(), "-db"), port);
    }

    private static LocalServer start(List<String> command, int port) throws IOException, InterruptedException {
        return new LocalServer(
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start(),
                port);
    }

    URI at(String path) {
        return URI.create("http://127.0.0.1:" + port + path);
    }

    private boolean answers() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
