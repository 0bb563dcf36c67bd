package io.mnemesh.memory.index.weaviate;

import io.mnemesh.memory.index.document.Micros;
import io.mnemesh.memory.memories.MemoryFilter;
import io.mnemesh.memory.memories.MemoryType;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Conditions in GraphQL. The tenant is none of them: it is named by the query itself.
 *
 * <p>Weaviate reads integers as 64-bit floats, which hold microseconds exactly until 2255 only; so times are compared as
 * seconds and microseconds within the second.
 */
final class Where {

    private static final long SECOND = 1_000_000;
    private static final String EVERYTHING = number(Names.GENERATION, "GreaterThanEqual", 0);

    private Where() {}

    /** The argument that restricts a query to what passes. */
    static String argument(MemoryFilter filter) {
        return argument(filter(filter));
    }

    static String argument(String condition) {
        return "where:" + condition;
    }

    static String filter(MemoryFilter filter) {
        var all = new ArrayList<String>();
        if (!filter.types().isEmpty()) {
            all.add(any(filter.types().stream()
                    .map(MemoryType::name)
                    .sorted()
                    .map(type -> exact(Names.TYPE, type))
                    .toList()));
        }
        filter.context().forEach((key, value) -> all.add(exact(Names.context(key), value)));
        filter.tags().forEach(tag -> all.add(exact(Names.TAGS, tag)));
        filter.attributes().forEach((key, value) -> all.add(equal(Names.ATTRIBUTES, Names.attribute(key, value))));
        addRange(all, Names.HAPPENED_SECOND, Names.HAPPENED_MICRO, filter.from(), filter.to());
        addRange(all, Names.CREATED_SECOND, Names.CREATED_MICRO, filter.storedFrom(), filter.storedTo());
        filter.and().forEach(each -> all.add(filter(each)));
        if (!filter.or().isEmpty()) {
            all.add(any(filter.or().stream().map(Where::filter).toList()));
        }
        filter.not().forEach(each -> all.add("{operator:Not,operands:[" + filter(each) + "]}"));
        return all(all);
    }

    static String all(List<String> conditions) {
        return joined("And", conditions);
    }

    private static String any(List<String> conditions) {
        return joined("Or", conditions);
    }

    private static String joined(String operator, List<String> conditions) {
        return switch (conditions.size()) {
            case 0 -> EVERYTHING;
            case 1 -> conditions.getFirst();
            default -> "{operator:" + operator + ",operands:[" + String.join(",", conditions) + "]}";
        };
    }

    static String exact(String property, String value) {
        return equal(property, Names.exact(value));
    }

    private static String equal(String property, String value) {
        return condition(property, "Equal", "valueText:" + Literals.text(value));
    }

    /** One of these values as a whole. */
    static String oneOf(String property, Collection<String> values) {
        return condition(
                property,
                "ContainsAny",
                "valueText:" + Literals.texts(values.stream().map(Names::exact).toList()));
    }

    static String ids(Collection<UUID> ids) {
        return condition("id", "ContainsAny", "valueText:" + Literals.ids(ids));
    }

    static String number(String property, String operator, long value) {
        return condition(property, operator, "valueInt:" + value);
    }

    private static void addRange(
            List<String> all, String second, String micro, @Nullable Instant from, @Nullable Instant to) {
        if (from != null) {
            all.add(compared(second, micro, "GreaterThan", "GreaterThanEqual", Micros.of(from)));
        }
        if (to != null) {
            all.add(compared(second, micro, "LessThan", "LessThan", Micros.of(to)));
        }
    }

    private static String compared(String second, String micro, String beyond, String within, long micros) {
        long seconds = Math.floorDiv(micros, SECOND);
        return any(List.of(
                number(second, beyond, seconds),
                all(List.of(number(second, "Equal", seconds), number(micro, within, Math.floorMod(micros, SECOND))))));
    }

    private static String condition(String property, String operator, String value) {
        return "{path:[\"" + property + "\"],operator:" + operator + "," + value + "}";
    }
}
