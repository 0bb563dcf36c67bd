package io.mnemesh.realtime.namespace;

import io.mnemesh.mesh.tenancy.Identity;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who may do something with which channels of a namespace. Without a rule nobody may.
 *
 * <p>A rule is {@code role}, or {@code role:pattern} for the channels whose name behind the namespace fits the pattern. The
 * role {@code *} is everybody's. In a pattern {@code *} stands for any characters and <code>{user}</code> for the caller's
 * own name.
 */
public final class Access {

    /** Nobody. */
    static final Access NONE = new Access(List.of());

    private static final String EVERYBODY = "*";

    private final List<Rule> rules;

    private Access(List<Rule> rules) {
        this.rules = List.copyOf(rules);
    }

    /** @throws IllegalArgumentException with a sentence naming key, value and rule */
    static Access of(String key, List<String> rules) {
        return new Access(rules.stream().map(rule -> Rule.of(key, rule)).toList());
    }

    /** @param name of the channel behind the namespace */
    boolean allows(Identity caller, String name) {
        return rules.stream().anyMatch(rule -> rule.allows(caller, name));
    }

    /** Names of channels behind the namespace that are this user's alone. */
    Stream<String> own(String user) {
        return rules.stream().flatMap(rule -> rule.pattern().own(user).stream());
    }

    boolean isNobody() {
        return rules.isEmpty();
    }

    private record Rule(String role, ChannelPattern pattern) {

        static Rule of(String key, String text) {
            int colon = text.indexOf(':');
            String role = colon < 0 ? text : text.substring(0, colon);
            String pattern = colon < 0 ? "*" : text.substring(colon + 1);
            if (role.isBlank() || pattern.isBlank()) {
                throw new IllegalArgumentException(
                        key + " has '" + text + "' but a rule is a role, or a role, a colon and a pattern.");
            }
            return new Rule(role, ChannelPattern.of(pattern));
        }

        boolean allows(Identity caller, String name) {
            return (role.equals(EVERYBODY) || caller.roles().contains(role)) && pattern.fits(name, caller.subject());
        }
    }
}
