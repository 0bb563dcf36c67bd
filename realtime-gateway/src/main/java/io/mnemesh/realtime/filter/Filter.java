package io.mnemesh.realtime.filter;

import io.mnemesh.mesh.problem.ProblemException;
import io.mnemesh.realtime.channel.ChannelItem.Message;
import java.util.List;

/**
 * Which messages a subscriber gets. Two filters that say the same in the same words are equal, so that the hub asks once
 * for all whose filters are. A message that cannot be read passes none but {@link #all}.
 */
public sealed interface Filter {

    /** Everything passes, read or not. */
    static Filter all() {
        return new All();
    }

    /** Whether it holds for a message that could be read. */
    boolean matches(Fields fields);

    /** Everything passes. */
    record All() implements Filter {
        @Override
        public boolean matches(Fields fields) {
            return true;
        }
    }

    /** What passes all of these. */
    record And(List<Filter> parts) implements Filter {
        public And {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(Fields fields) {
            for (Filter part : parts) {
                if (!part.matches(fields)) {
                    return false;
                }
            }
            return true;
        }
    }

    /** What passes one of these. */
    record Or(List<Filter> parts) implements Filter {
        public Or {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean matches(Fields fields) {
            for (Filter part : parts) {
                if (part.matches(fields)) {
                    return true;
                }
            }
            return false;
        }
    }

    /** What does not pass this. */
    record Not(Filter part) implements Filter {
        @Override
        public boolean matches(Fields fields) {
            return !part.matches(fields);
        }
    }

    /** What has a field that compares so. */
    record Compare(String key, Comparison comparison, List<String> values) implements Filter {
        public Compare {
            values = List.copyOf(values);
        }

        @Override
        public boolean matches(Fields fields) {
            return comparison.holds(fields.get(key), values);
        }
    }

    /**
     * The filter that is written down so.
     *
     * @throws ProblemException {@code invalid-value} that names what is wrong
     */
    static Filter of(FilterNode node) {
        return new FilterReader().read(node, 1);
    }

    /** What passes both. */
    static Filter both(Filter one, Filter other) {
        if (one.passesAll()) {
            return other;
        }
        return other.passesAll() ? one : new And(List.of(one, other));
    }

    /** Whether it lets everything pass. */
    default boolean passesAll() {
        return this instanceof All;
    }

    /** Whether this message passes. */
    default boolean passes(Message message) {
        return passesAll() || passes(Fields.of(message.payload()));
    }

    /** Whether a message with these fields passes. */
    default boolean passes(Fields fields) {
        return passesAll() || (fields.isReadable() && matches(fields));
    }

    /** Those that pass, in order. */
    default List<Message> select(List<Message> messages) {
        return passesAll() ? messages : messages.stream().filter(this::passes).toList();
    }
}
