package io.mnemesh.gateway.discovery;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where it is told which instances a service has. */
public sealed interface Source {

    /** Addresses that do not change. */
    record Fixed(List<Endpoint> endpoints) implements Source {}

    /** The addresses of a name, all with the same port. */
    record Addresses(String name, int port) implements Source {}

    /** The targets of a name's SRV records. */
    record Services(String name) implements Source {}

    /**
     * The ready endpoints of a Service in Kubernetes.
     *
     * @param namespace empty for the gateway's own
     * @param port      name or number of the port that the instances listen on
     */
    record Slices(String service, Optional<String> namespace, String port) implements Source {}

    /** Name in the status. */
    default String kind() {
        return switch (this) {
            case Fixed fixed -> "static";
            case Addresses addresses -> "dns";
            case Services services -> "srv";
            case Slices slices -> "kubernetes";
        };
    }

    /**
     * Reads the addresses of a service.
     *
     * @param key name of the configuration key
     * @throws IllegalArgumentException if they are neither {@code http://host:port} each nor one of the others
     */
    static Source of(String key, List<URI> addresses) {
        if (addresses.size() == 1) {
            Source one = moving(addresses.getFirst());
            if (one != null) {
                return one;
            }
        }
        var endpoints = new ArrayList<Endpoint>();
        for (URI address : addresses) {
            Endpoint endpoint = fixed(address);
            if (endpoint == null) {
                throw new IllegalArgumentException(key + " is '" + address
                        + "': it has to be like http://host:port, of which there may be several,"
                        + " or one of dns://name:port, srv://name and kubernetes://service.namespace:port.");
            }
            endpoints.add(endpoint);
        }
        return new Fixed(List.copyOf(endpoints));
    }

    private static @Nullable Endpoint fixed(URI address) {
        String host = address.getHost();
        if (!"http".equals(address.getScheme()) || host == null) {
            return null;
        }
        int port = address.getPort() < 0 ? 80 : address.getPort();
        return host.startsWith("[")
                ? new Endpoint(host.substring(1, host.length() - 1), port)
                : new Endpoint(host, port);
    }

    private static @Nullable Source moving(URI address) {
        String authority = address.getRawAuthority();
        if (authority == null
                || authority.isEmpty()
                || (address.getRawPath() != null && !address.getRawPath().isEmpty())) {
            return null;
        }
        int colon = authority.lastIndexOf(':');
        String name = colon < 0 ? authority : authority.substring(0, colon);
        String port = colon < 0 ? "" : authority.substring(colon + 1);
        if (name.isEmpty()) {
            return null;
        }
        return switch (String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT)) {
            case "dns" -> isNumber(port) ? new Addresses(name, Integer.parseInt(port)) : null;
            case "srv" -> port.isEmpty() ? new Services(name) : null;
            case "kubernetes" -> port.isEmpty() ? null : slices(name, port);
            default -> null;
        };
    }

    private static Slices slices(String name, String port) {
        int dot = name.indexOf('.');
        return dot < 0
                ? new Slices(name, Optional.empty(), port)
                : new Slices(name.substring(0, dot), Optional.of(name.substring(dot + 1)), port);
    }

    private static boolean isNumber(String port) {
        return !port.isEmpty() && port.length() <= 5 && port.chars().allMatch(digit -> digit >= '0' && digit <= '9');
    }
}
