package io.mnemesh.realtime.namespace;

import java.util.List;
import java.util.Optional;

/**
 * A pattern of channel names: {@code *} stands for any characters, <code>{user}</code> for a user's name, in which nothing
 * has a meaning. Matching takes O(pattern × name) at most.
 *
 * @param pieces what has to follow each other, with anything between
 */
record ChannelPattern(List<String> pieces) {

    private static final String USER = "{user}";

    ChannelPattern {
        pieces = List.copyOf(pieces);
    }

    static ChannelPattern of(String text) {
        return new ChannelPattern(List.of(text.split("\\*", -1)));
    }

    boolean fits(String name, String user) {
        String first = piece(0, user);
        if (pieces.size() == 1) {
            return name.equals(first);
        }
        String last = piece(pieces.size() - 1, user);
        if (!name.startsWith(first) || !name.endsWith(last)) {
            return false;
        }
        int from = first.length();
        for (int i = 1; i < pieces.size() - 1; i++) {
            String piece = piece(i, user);
            int at = name.indexOf(piece, from);
            if (at < 0) {
                return false;
            }
            from = at + piece.length();
        }
        return from <= name.length() - last.length();
    }

    /** The one name that fits for this user; empty if there are others, or it is the same for all users. */
    Optional<String> own(String user) {
        return pieces.size() == 1 && pieces.getFirst().contains(USER) ? Optional.of(piece(0, user)) : Optional.empty();
    }

    private String piece(int index, String user) {
        return pieces.get(index).replace(USER, user);
    }
}
