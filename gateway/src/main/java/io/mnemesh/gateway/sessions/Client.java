package io.mnemesh.gateway.sessions;

/**
 * Where a request comes from.
 *
 * @param address   the network address
 * @param userAgent what the client says of itself; cut, and empty if it says nothing
 */
public record Client(String address, String userAgent) {

    private static final int LONGEST_AGENT = 200;

    public Client {
        userAgent = userAgent.replaceAll("\\p{Cntrl}", " ");
        if (userAgent.length() > LONGEST_AGENT) {
            userAgent = userAgent.substring(0, LONGEST_AGENT);
        }
    }
}
