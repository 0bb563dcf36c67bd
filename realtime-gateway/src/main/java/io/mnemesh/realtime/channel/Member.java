package io.mnemesh.realtime.channel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A connection of a user, as others see it in a channel.
 *
 * @param user   the user's stable id
 * @param client id of the connection; begins with {@code <device>~} where its device is known. A device is one member, however
 *     many connections it has
 */
public record Member(String user, String client) {

    private static final char BETWEEN = '.';

    /** One word of ASCII without spaces: {@code <user in base64>.<client>}, so that those of a user sort together. */
    public String text() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(user.getBytes(StandardCharsets.UTF_8))
                + BETWEEN
                + client;
    }

    /** The member whose {@link #text} this is. */
    public static Optional<Member> parse(String text) {
        int between = text.indexOf(BETWEEN);
        if (between < 0) {
            return Optional.empty();
        }
        try {
            byte[] user = Base64.getUrlDecoder().decode(text.substring(0, between));
            return Optional.of(new Member(new String(user, StandardCharsets.UTF_8), text.substring(between + 1)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
