package io.mnemesh.intelligence.errors.mining;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;

/**
 * The judge of whether words may be values of one variable. States and opposites may not: "VM Started" and "VM Paused"
 * are two events however often they differ in that word only.
 */
final class SlotGuard {

    private static final Set<String> STATES = Set.of(
            "on",
            "off",
            "up",
            "down",
            "in",
            "out",
            "yes",
            "no",
            "true",
            "false",
            "ok",
            "okay",
            "open",
            "close",
            "start",
            "stop",
            "begin",
            "end",
            "begun",
            "success",
            "failure",
            "fail",
            "error",
            "warning",
            "info",
            "fatal",
            "valid",
            "invalid",
            "read",
            "write",
            "get",
            "put",
            "set",
            "add",
            "remove",
            "delete",
            "create",
            "insert",
            "update",
            "lock",
            "unlock",
            "load",
            "unload",
            "connect",
            "disconnect",
            "attach",
            "detach",
            "enable",
            "disable",
            "allow",
            "deny",
            "accept",
            "reject",
            "send",
            "receive",
            "sent",
            "lost",
            "found",
            "missing",
            "available",
            "unavailable",
            "online",
            "offline",
            "active",
            "inactive",
            "alive",
            "dead",
            "ready",
            "busy",
            "idle",
            "full",
            "empty",
            "high",
            "low",
            "min",
            "max",
            "first",
            "last",
            "before",
            "after",
            "with",
            "without",
            "and",
            "or",
            "not",
            "is",
            "was",
            "to",
            "from",
            "of",
            "by",
            "at",
            "for",
            "can",
            "cannot",
            "startup",
            "shutdown",
            "login",
            "logout",
            "commit",
            "rollback",
            "acquire",
            "release",
            "push",
            "pop",
            "entry",
            "exit",
            "enter",
            "leave",
            "hit",
            "miss",
            "healthy",
            "unhealthy",
            "primary",
            "replica",
            "new",
            "old",
            "above",
            "below",
            "increase",
            "decrease",
            "bytes",
            "values",
            "reset",
            "pause",
            "resume",
            "grow",
            "shrink",
            "bind",
            "unbind",
            "mount",
            "unmount",
            "register",
            "unregister",
            "select",
            "post",
            "patch",
            "head",
            "options",
            "running",
            "pending",
            "succeeded",
            "unknown");

    private static final Set<String> NAMING = Set.of(
            "user",
            "username",
            "account",
            "host",
            "hostname",
            "node",
            "client",
            "customer",
            "tenant",
            "file",
            "database",
            "table",
            "queue",
            "topic",
            "pod",
            "container",
            "bucket",
            "named",
            "cluster",
            "namespace",
            "schema",
            "column",
            "index",
            "partition",
            "device",
            "interface",
            "domain",
            "region",
            "zone",
            "feature",
            "plugin",
            "tag");

    private SlotGuard() {}

    /** Whether a name is to be expected after this word. */
    static boolean announcesName(String token) {
        return NAMING.contains(bare(token));
    }

    /** Whether this word may fill a variable slot at all. */
    static boolean mayVary(String token) {
        if (token.contains(Masking.WILD)) {
            return true;
        }
        String word = bare(token);
        if (word.isEmpty() || STATES.contains(word)) {
            return false;
        }
        return word.length() <= 4 || !isParticiple(word);
    }

    /** Whether these words together look like values of one variable: none of them is a state. */
    static boolean mayVary(Collection<String> tokens) {
        return tokens.stream().allMatch(SlotGuard::mayVary);
    }

    /** Lower case, without punctuation at the ends. */
    static String bare(String token) {
        int from = 0;
        int to = token.length();
        while (from < to && !Character.isLetterOrDigit(token.charAt(from))) {
            from++;
        }
        while (to > from && !Character.isLetterOrDigit(token.charAt(to - 1))) {
            to--;
        }
        return token.substring(from, to).toLowerCase(Locale.ROOT);
    }

    private static boolean isParticiple(String word) {
        return (word.endsWith("ed") || word.endsWith("ing")) && word.chars().allMatch(Character::isLetter);
    }
}
