package io.mnemesh.systemtests;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a page says that commands answer, in which {@code …} stands for anything. */
@FunctionalInterface
interface GuideAnswer {

    /** Whether what came is what the page says. */
    boolean matches(String output);

    static GuideAnswer anything() {
        return _ -> true;
    }

    /**
     * @param kind {@code json}: the output is a document with at least these members, lists begin with these elements;
     *             {@code text}: these lines come in this order, others may be between them
     */
    static GuideAnswer of(String kind, String said) {
        return kind.equals("json") ? new Json(said) : new Text(said);
    }

    private static Pattern pattern(String said) {
        return Pattern.compile(
                Stream.of(said.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")), Pattern.DOTALL);
    }

    /** A document. */
    record Json(JsonNode said) implements GuideAnswer {

        private static final ObjectMapper JSON = new ObjectMapper();

        Json(String said) {
            this(parse(said));
        }

        private static JsonNode parse(String text) {
            try {
                return JSON.readTree(text);
            } catch (JsonProcessingException e) {
                return JSON.missingNode();
            }
        }

        @Override
        public boolean matches(String output) {
            return isIn(parse(output), said);
        }

        private static boolean isIn(JsonNode came, JsonNode said) {
            if (said.isObject()) {
                return said.properties().stream()
                        .allMatch(member -> isIn(came.path(member.getKey()), member.getValue()));
            }
            if (said.isArray()) {
                for (int i = 0; i < said.size(); i++) {
                    if (!isIn(came.path(i), said.path(i))) {
                        return false;
                    }
                }
                return came.isArray();
            }
            if (said.isTextual() && said.asText().contains("…")) {
                return !came.isMissingNode()
                        && !came.isNull()
                        && pattern(said.asText()).matcher(came.asText()).matches();
            }
            return came.equals(said);
        }
    }

    /** Lines. */
    record Text(List<Pattern> said) implements GuideAnswer {

        Text(String said) {
            this(said.lines().map(line -> pattern(line.strip())).toList());
        }

        @Override
        public boolean matches(String output) {
            int next = 0;
            for (String line : output.lines().map(String::strip).toList()) {
                if (next < said.size() && said.get(next).matcher(line).matches()) {
                    next++;
                }
            }
            return next == said.size();
        }
    }
}
