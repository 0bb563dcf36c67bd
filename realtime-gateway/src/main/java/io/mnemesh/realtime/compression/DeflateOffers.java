package io.mnemesh.realtime.compression;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The negotiation of {@code permessage-deflate} (RFC 7692, section 7). Both sides begin each message anew, so that one compressed
 * message serves every client and no connection keeps a window.
 */
final class DeflateOffers {

    private static final String EXTENSION = "permessage-deflate";
    private static final String SERVER_BITS = "server_max_window_bits";
    private static final String CLIENT_BITS = "client_max_window_bits";
    private static final Set<String> WITHOUT_VALUE = Set.of("server_no_context_takeover", "client_no_context_takeover");
    private static final String ANSWER = EXTENSION + "; server_no_context_takeover; client_no_context_takeover";

    /** The window that the platform's deflater has. */
    private static final String BITS = "15";

    private DeflateOffers() {}

    /**
     * Takes the first offer that can be held.
     *
     * @param fields values of {@code Sec-WebSocket-Extensions}
     * @return the value for the answer; null if there is no such offer
     */
    static @Nullable String answer(List<String> fields) {
        for (String field : fields) {
            for (String offer : field.split(",", -1)) {
                String answer = answer(offer);
                if (answer != null) {
                    return answer;
                }
            }
        }
        return null;
    }

    private static @Nullable String answer(String offer) {
        String[] parts = offer.split(";", -1);
        if (!parts[0].strip().equalsIgnoreCase(EXTENSION)) {
            return null;
        }
        String answer = ANSWER;
        var seen = new HashSet<String>();
        for (int i = 1; i < parts.length; i++) {
            int equals = parts[i].indexOf('=');
            String name = (equals < 0 ? parts[i] : parts[i].substring(0, equals))
                    .strip()
                    .toLowerCase(Locale.ROOT);
            String value =
                    equals < 0 ? "" : parts[i].substring(equals + 1).strip().replace("\"", "");
            if (!seen.add(name) || !isHeld(name, value)) {
                return null;
            }
            if (name.equals(SERVER_BITS)) {
                answer = ANSWER + "; " + SERVER_BITS + "=" + BITS;
            }
        }
        return answer;
    }

    private static boolean isHeld(String name, String value) {
        return switch (name) {
            case SERVER_BITS -> value.equals(BITS);
            case CLIENT_BITS -> value.isEmpty() || value.matches("[89]|1[0-5]");
            default -> WITHOUT_VALUE.contains(name) && value.isEmpty();
        };
    }
}
