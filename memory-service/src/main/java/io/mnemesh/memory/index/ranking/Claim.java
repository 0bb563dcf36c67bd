package io.mnemesh.memory.index.ranking;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a statement says of whom, read by rules for short English sentences: "Ana works at Tern", "The pilot of the Oerd is
 * Jan", "Ana's phone number is 12", "My favourite colour is green". Two claims of one subject and attribute with different
 * values contradict each other, or the later one is an update. Only the first sentence of a text is read; most texts claim
 * nothing.
 *
 * @param subject   of whom or what, lower case
 * @param attribute which property, lower case
 * @param value     what it is said to be, lower case
 */
public record Claim(String subject, String attribute, String value) {

    private static final int LONGEST = 200;
    private static final int MOST_WORDS = 5;
    private static final Pattern SENTENCE = Pattern.compile("^(.+?)(?:[.!](?:\\s.*)?)?$", Pattern.DOTALL);
    private static final String NAME = "([\\p{L}\\p{N}][\\p{L}\\p{N}'&. -]*?)";
    private static final String PROPERTY = "([\\p{L}][\\p{L}\\p{N} -]*?)";
    private static final String IS = " (?:is|are|became|has become|(?:has |have )?changed to)(?: now)? (.+)";

    private static final Pattern OF = rule("the " + PROPERTY + " of " + NAME + IS);
    private static final Pattern POSSESSIVE = rule(NAME + "['’]s (?:new |current )?" + PROPERTY + IS);
    private static final Pattern MINE = rule("my (?:new |current )?" + PROPERTY + IS);

    private static final Map<String, Pattern> VERBS = Map.of(
            "employer",
                    verb("works (?:at|for)|work (?:at|for)|(?:is|am)(?: now| currently)? working (?:at|for)|started at"
                            + "|joined"),
            "home", verb("lives? in|(?:is|am)(?: now| currently)? living in|moved to|relocated to|resides? in"),
            "school", verb("stud(?:ies|y) at|enrolled at"),
            "manager", verb("reports? to"),
            "spouse", verb("(?:is|am) married to|married"),
            "car", verb("drives?"));

    /** What is preferred among things of one kind; of a thing alone it is not known among what. */
    private static final Pattern PREFERS = verb("prefers?", "([\\p{L}\\p{N}' -]+?) ([\\p{L}]{3,})");

    /** One thing rather than another, or only in some place or time: not what holds of a kind as a whole. */
    private static final Pattern COMPARED =
            Pattern.compile(" (?:to|over|than|and|or|in|on|at|for|with|when|if|before|after|during|by) ");

    private static final Pattern VALUE_END =
            Pattern.compile("(?:,? (?:now|instead|these days|nowadays|since .*|as of .*|from now on))+$");

    /** Reads it; empty where the rules find nothing. The speaker is who "I" and "my" are; null if that is unknown. */
    public static Optional<Claim> of(String text, @Nullable String speaker) {
        Matcher sentence = SENTENCE.matcher(text.strip());
        if (text.length() > LONGEST || text.contains("?") || !sentence.matches()) {
            return Optional.empty();
        }
        String said = sentence.group(1).toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
        return properties(said, speaker).or(() -> verbs(said, speaker));
    }

    /** The same for every claim of this subject and attribute. */
    public String key() {
        return subject + '\n' + attribute;
    }

    /** True if both cannot hold at once. */
    public boolean contradicts(Claim other) {
        return key().equals(other.key()) && !value.equals(other.value);
    }

    private static Optional<Claim> properties(String said, @Nullable String speaker) {
        Matcher mine = MINE.matcher(said);
        if (mine.matches()) {
            return claim(speaker, mine.group(1), mine.group(2));
        }
        Matcher possessive = POSSESSIVE.matcher(said);
        if (possessive.matches()) {
            return claim(possessive.group(1), possessive.group(2), possessive.group(3));
        }
        Matcher of = OF.matcher(said);
        return of.matches() ? claim(of.group(2), of.group(1), of.group(3)) : Optional.empty();
    }

    private static Optional<Claim> verbs(String said, @Nullable String speaker) {
        for (Map.Entry<String, Pattern> verb : VERBS.entrySet()) {
            Matcher found = verb.getValue().matcher(said);
            if (found.matches()) {
                String subject = found.group(1).equals("i") ? speaker : found.group(1);
                return claim(subject, verb.getKey(), found.group(2));
            }
        }
        return preference(said, speaker);
    }

    private static Optional<Claim> preference(String said, @Nullable String speaker) {
        Matcher prefers = PREFERS.matcher(VALUE_END.matcher(said).replaceAll(""));
        if (!prefers.matches() || COMPARED.matcher(said).find()) {
            return Optional.empty();
        }
        String subject = prefers.group(1).equals("i") ? speaker : prefers.group(1);
        return claim(subject, "preferred " + prefers.group(3), prefers.group(2));
    }

    private static Optional<Claim> claim(@Nullable String subject, String attribute, String value) {
        if (subject == null || tooLong(subject) || tooLong(attribute)) {
            return Optional.empty();
        }
        String plain = VALUE_END.matcher(value.strip()).replaceAll("").strip();
        return plain.isEmpty()
                ? Optional.empty()
                : Optional.of(new Claim(
                        subject.toLowerCase(Locale.ROOT).strip().replaceFirst("^the ", ""),
                        attribute.strip().replace("favorite", "favourite"),
                        plain));
    }

    private static boolean tooLong(String words) {
        return List.of(words.strip().split(" ", -1)).size() > MOST_WORDS;
    }

    private static Pattern rule(String sentence) {
        return Pattern.compile(sentence);
    }

    private static Pattern verb(String verbs) {
        return verb(verbs, "(.+)");
    }

    private static Pattern verb(String verbs, String value) {
        return Pattern.compile(NAME + "(?: (?:now|currently|just|recently|has|have))* (?:" + verbs + ") " + value);
    }
}
