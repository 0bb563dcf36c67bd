package io.mnemesh.cache.declarative;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A tag as it is declared: text, and places for parameters of the method, for its answer, or for a component of one of them.
 * Parts are written into it as into a key.
 */
record TagText(List<Segment> segments) {

    /** What a method answers with is known by this name. */
    private static final String ANSWER = "answer";

    private static final Pattern PLACE = Pattern.compile("\\{([^{}]*)}");

    /** A stretch of the text. */
    sealed interface Segment {

        /** Text as it is. */
        record Plain(String text) implements Segment {}

        /** The place of a parameter. */
        record Argument(KeyPart part) implements Segment {}

        /** The place of the answer. */
        record Answered(KeyPart part) implements Segment {}
    }

    /**
     * The tags that a method declares.
     *
     * @param answer of a method whose tags may name it, else null
     * @throws IllegalStateException if one cannot work
     */
    static List<TagText> all(Method method, String[] written, @Nullable Answer answer) {
        var reader = new Reader(method, answer);
        return Arrays.stream(written).map(reader::read).toList();
    }

    /**
     * The tag of one call.
     *
     * @param answer null if there is none
     * @return empty if it takes something from an answer and there is none
     */
    Optional<String> of(@Nullable Object[] arguments, @Nullable Object answer) {
        var tag = new StringBuilder();
        for (Segment segment : segments) {
            switch (segment) {
                case Segment.Plain plain -> tag.append(plain.text());
                case Segment.Argument argument ->
                    KeyText.append(tag, argument.part().of(arguments));
                case Segment.Answered answered -> {
                    if (answer == null) {
                        return Optional.empty();
                    }
                    KeyText.append(tag, answered.part().of(new Object[] {answer}));
                }
            }
        }
        return Optional.of(tag.toString());
    }

    /** The text with types in its places: tags of two methods can be one only if their forms are. */
    String form() {
        return segments.stream()
                .map(segment -> switch (segment) {
                    case Segment.Plain plain -> plain.text();
                    case Segment.Argument argument ->
                        "{" + argument.part().type().getSimpleName() + "}";
                    case Segment.Answered answered ->
                        "{" + answered.part().type().getSimpleName() + "}";
                })
                .collect(Collectors.joining());
    }

    /** Reads the tags of one method. */
    private record Reader(Method method, @Nullable Answer answer) {

        TagText read(String written) {
            var segments = new ArrayList<Segment>();
            var place = PLACE.matcher(written);
            int end = 0;
            while (place.find()) {
                plain(written.substring(end, place.start())).ifPresent(segments::add);
                segments.add(place(place.group(1)));
                end = place.end();
            }
            plain(written.substring(end)).ifPresent(segments::add);
            refusal().unless(!segments.isEmpty(), "declares an empty tag.");
            return new TagText(List.copyOf(segments));
        }

        private Optional<Segment> plain(String text) {
            refusal()
                    .unless(
                            text.indexOf('{') < 0 && text.indexOf('}') < 0,
                            "declares a tag in which '" + text + "' opens or closes a place that it does not name.");
            return text.isEmpty() ? Optional.empty() : Optional.of(new Segment.Plain(text));
        }

        private Segment place(String written) {
            int dot = written.indexOf('.');
            String name = dot < 0 ? written : written.substring(0, dot);
            String component = dot < 0 ? "" : written.substring(dot + 1);
            var parts = new PartReader(refusal(), "tag", "");
            var parameters = method.getParameters();
            for (int i = 0; i < parameters.length; i++) {
                if (parameters[i].getName().equals(name)) {
                    return new Segment.Argument(parts.read(i, name, parameters[i].getType(), component));
                }
            }
            if (answer == null || !name.equals(ANSWER)) {
                throw refusal().because("names '" + name + "' in a tag, but has no parameter of that name.");
            }
            return new Segment.Answered(parts.read(0, name, answer.type(), component));
        }

        private Refusal refusal() {
            return new Refusal(method);
        }
    }
}
