package io.mnemesh.gateway.traffic;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/** The network of an address, so that whoever is told of it does not learn the address. */
final class Network {

    private static final int FOUR = 3;
    private static final int SIX = 6;

    private Network() {}

    /**
     * @param address an address in digits, never a name
     * @return its first 24 bits of IPv4 or 48 bits of IPv6, as {@code 203.0.113.0/24}; {@code unknown} if it is no address
     */
    static String of(String address) {
        try {
            InetAddress read = InetAddress.ofLiteral(address);
            byte[] bytes = read.getAddress();
            int kept = read instanceof Inet4Address ? FOUR : SIX;
            Arrays.fill(bytes, kept, bytes.length, (byte) 0);
            String network = InetAddress.getByAddress(bytes).getHostAddress();
            return (kept == FOUR ? network : shortened(network)) + "/" + kept * Byte.SIZE;
        } catch (IllegalArgumentException | UnknownHostException e) {
            return "unknown";
        }
    }

    /** {@code 2001:db8:1:0:0:0:0:0} as {@code 2001:db8:1::}. */
    private static String shortened(String network) {
        return network.replaceFirst(":0:0:0:0:0$", "::");
    }
}
