package io.mnemesh.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The LoCoMo data set: long conversations with questions and the turns that answer them. */
final class Locomo {

    private static final Pattern EVIDENCE = Pattern.compile("D(\\d+):(\\d+)");
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .parseCaseInsensitive()
            .appendPattern("h:mm a 'on' d MMMM, yyyy")
            .toFormatter(Locale.ENGLISH);

    private Locomo() {}

    /**
     * A turn.
     *
     * @param id      name in the data set
     * @param session number of its session
     * @param speaker who says it
     * @param text    what is said, with a caption of the picture shown
     * @param time    time of its session, one second later per turn
     */
    record Turn(String id, int session, String speaker, String text, Instant time) {}

    /**
     * A question.
     *
     * @param text     the question
     * @param category 1 multi-hop, 2 temporal, 3 open, 4 single-hop, 5 adversarial
     * @param evidence turns that answer it
     */
    record Question(String text, int category, Set<String> evidence) {}

    /** A conversation with the questions that have evidence in it. */
    record Conversation(String id, List<Turn> turns, List<Question> questions) {}

    /** Reads every {@code *.json} of a folder. */
    static List<Conversation> read(Path folder) throws IOException {
        var mapper = new ObjectMapper();
        var conversations = new ArrayList<Conversation>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".json"))
                    .sorted()
                    .toList()) {
                for (JsonNode sample : mapper.readTree(file.toFile())) {
                    conversations.add(conversation("locomo-" + conversations.size(), sample));
                }
            }
        }
        return conversations;
    }

    static Conversation conversation(String id, JsonNode sample) {
        JsonNode said = sample.path("conversation");
        var turns = new ArrayList<Turn>();
        for (int session = 1; said.has("session_" + session + "_date_time"); session++) {
            Instant time = LocalDateTime.parse(
                            said.path("session_" + session + "_date_time").asText(), TIME)
                    .toInstant(ZoneOffset.UTC);
            for (JsonNode turn : said.path("session_" + session)) {
                turns.add(turn(turn, session, time));
                time = time.plusSeconds(1);
            }
        }
        List<String> known = turns.stream().map(Turn::id).toList();
        var questions = new ArrayList<Question>();
        for (JsonNode question : sample.path("qa")) {
            Set<String> evidence = evidence(question.path("evidence"));
            evidence.retainAll(known);
            if (!evidence.isEmpty()) {
                questions.add(new Question(
                        question.path("question").asText(),
                        question.path("category").asInt(),
                        evidence));
            }
        }
        return new Conversation(id, turns, questions);
    }

    private static Turn turn(JsonNode turn, int session, Instant time) {
        String caption = turn.path("blip_caption").asText();
        String text = turn.path("text").asText();
        return new Turn(
                turn.path("dia_id").asText(),
                session,
                turn.path("speaker").asText(),
                caption.isEmpty() ? text : (text + " (shares " + caption + ")").strip(),
                time);
    }

    private static Set<String> evidence(JsonNode given) {
        var evidence = new LinkedHashSet<String>();
        for (JsonNode entry : given) {
            Matcher found = EVIDENCE.matcher(entry.asText());
            while (found.find()) {
                evidence.add("D" + Integer.parseInt(found.group(1)) + ":" + Integer.parseInt(found.group(2)));
            }
        }
        return evidence;
    }
}
