package io.mnemesh.gateway.discovery;

/**
 * Where an instance listens.
 *
 * @param host name or address; one of IPv6 without brackets
 */
public record Endpoint(String host, int port) {

    /** Host and port as a URL and the Host header name them. */
    public String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    /**
     * Reads what {@link #authority} wrote.
     *
     * @throws IllegalArgumentException if it is no host with a port
     */
    public static Endpoint of(String authority) {
        int colon = authority.lastIndexOf(':');
        String host = colon < 1 ? "" : authority.substring(0, colon);
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        if (host.isEmpty()) {
            throw new IllegalArgumentException("'" + authority + "' is no host with a port.");
        }
        return new Endpoint(host, Integer.parseInt(authority.substring(colon + 1)));
    }
}
