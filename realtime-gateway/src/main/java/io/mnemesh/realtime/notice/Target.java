package io.mnemesh.realtime.notice;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Whom a rule notifies, told as names of channels. */
sealed interface Target {

    /** Each user's own notifications. */
    String INBOX = "inbox:";

    /** What all who have a role share. */
    String NOTICES = "notices:";

    /** @param data of the event */
    Stream<String> channels(JsonNode data);

    /** One user. */
    record User(String id) implements Target {
        @Override
        public Stream<String> channels(JsonNode data) {
            return Stream.of(INBOX + id);
        }
    }

    /** All who have a role. */
    record Role(String name) implements Target {
        @Override
        public Stream<String> channels(JsonNode data) {
            return Stream.of(NOTICES + name);
        }
    }

    /** The user whom a field names, if it does. */
    record Field(String name) implements Target {
        @Override
        public Stream<String> channels(JsonNode data) {
            String user = data.path(name).asText("");
            return user.isEmpty() ? Stream.empty() : Stream.of(INBOX + user);
        }
    }

    /** The users whom a text mentions as {@code @<id>}; not who wrote it, and no more than {@value #MOST}. */
    record Mentions(String name) implements Target {

        private static final int MOST = 20;

        /** Not within an address of mail; what ends a sentence is no part of a name. */
        private static final Pattern MENTION =
                Pattern.compile("(?<![\\w@.-])@([A-Za-z0-9](?:[A-Za-z0-9._-]{0,62}[A-Za-z0-9])?)");

        @Override
        public Stream<String> channels(JsonNode data) {
            String author = data.path("createdBy").asText("");
            return MENTION.matcher(data.path(name).asText(""))
                    .results()
                    .map((MatchResult mention) -> mention.group(1))
                    .filter(user -> !user.equals(author))
                    .distinct()
                    .limit(MOST)
                    .map(user -> INBOX + user);
        }
    }

    /** @throws IllegalArgumentException with a sentence naming key, value and rule */
    static Target of(String key, String text) {
        int colon = text.indexOf(':');
        String name = text.substring(colon + 1).strip();
        if (colon > 0 && !name.isEmpty()) {
            switch (text.substring(0, colon).strip()) {
                case "user" -> {
                    return new User(name);
                }
                case "role" -> {
                    return new Role(name);
                }
                case "field" -> {
                    return new Field(name);
                }
                case "mentions" -> {
                    return new Mentions(name);
                }
                default -> {
                    // It is refused below.
                }
            }
        }
        throw new IllegalArgumentException(
                key + " has '" + text + "' but has to be user:, role:, field: or mentions: with a name.");
    }
}
