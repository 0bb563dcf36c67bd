package io.mnemesh.launcher.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ports of one stack, all on the loopback address.
 *
 * @param http       API port of each service
 * @param management health and metrics port of each service
 * @param postgres   PostgreSQL
 * @param redis      Redis
 */
public record Ports(Map<Service, Integer> http, Map<Service, Integer> management, int postgres, int redis) {

    private static final int FIRST = 7400;

    public Ports {
        http = Map.copyOf(http);
        management = Map.copyOf(management);
    }

    /** The documented ports: 7400 to 7405, management 7500 to 7505, PostgreSQL 7432, Redis 7479. */
    public static Ports documented() {
        var http = new EnumMap<Service, Integer>(Service.class);
        var management = new EnumMap<Service, Integer>(Service.class);
        for (Service service : Service.values()) {
            http.put(service, FIRST + service.portOffset());
            management.put(service, FIRST + 100 + service.portOffset());
        }
        return new Ports(http, management, FIRST + 32, FIRST + 79);
    }

    /** Ports that are free now, for tests. */
    public static Ports free() {
        var sockets = new ArrayList<ServerSocket>();
        try {
            for (int i = 0; i < 2 * Service.values().length + 2; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            var free = sockets.stream().map(ServerSocket::getLocalPort).iterator();
            var http = new EnumMap<Service, Integer>(Service.class);
            var management = new EnumMap<Service, Integer>(Service.class);
            for (Service service : Service.values()) {
                http.put(service, free.next());
                management.put(service, free.next());
            }
            return new Ports(http, management, free.next(), free.next());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            sockets.forEach(Ports::closeQuietly);
        }
    }

    /** API port of a service. */
    public int http(Service service) {
        return http.getOrDefault(service, 0);
    }

    /** Management port of a service. */
    public int management(Service service) {
        return management.getOrDefault(service, 0);
    }

    /** Names of those that cannot be bound, each with its port; empty if the stack can start. */
    public List<String> busyPorts() {
        var wanted = new TreeMap<Integer, String>();
        http.forEach((service, port) -> wanted.put(port, service.key()));
        management.forEach((service, port) -> wanted.put(port, service.key() + " (management)"));
        wanted.put(postgres, "PostgreSQL");
        wanted.put(redis, "Redis");
        var busy = new ArrayList<String>();
        wanted.forEach((port, name) -> {
            try (var socket = new ServerSocket()) {
                socket.setReuseAddress(true);
                socket.bind(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            } catch (IOException e) {
                busy.add(name + " needs port " + port);
            }
        });
        return busy;
    }

    private static void closeQuietly(ServerSocket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
