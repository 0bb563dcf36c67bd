package io.mnemesh.memory.clusters.grouping;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The words a group may be named by, each with how many of its texts have it: three letters or more, no numbers, none of
 * the words any English text has. Singular and plural are one word, in the form that is more frequent.
 */
public final class Words {

    private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final int SHORTEST = 3;
    private static final int LONGEST = 40;

    private static final Set<String> COMMON = Set.of(("about above after again all also always and another any anybody"
                    + " anyone anything are around because been before being below between both but came can cannot come"
                    + " could did does doing done down during each either else ever every everyone everything few first for"
                    + " from get gets getting give given gives goes going gone good got had has have having her here hers"
                    + " herself him himself his how however into its itself just keep kept know known last least less let"
                    + " like likes made make makes making many may maybe might more most much must myself need needs never"
                    + " new next nobody none nor not nothing now off often once one only onto other others our ours out over"
                    + " own per please put quite rather really said same say says see seen set several shall she should"
                    + " since some somebody someone something soon still such take taken takes tell than thank thanks that"
                    + " the their theirs them themselves then there these they thing things think this those three through"
                    + " today together told tomorrow too took two under until upon use used user uses using very via want"
                    + " wanted wants was way well went were what when where whether which while who whom whose why will"
                    + " with within without would yes yesterday yet you your yours yourself don doesn didn isn aren wasn"
                    + " weren won wouldn couldn shouldn hasn haven hadn let'll prefers prefer")
            .split(" ", -1));

    private Words() {}

    /** Words in these texts with how many texts have each, in the order of the alphabet. */
    public static Map<String, Integer> in(List<String> texts) {
        Map<String, Map<String, Integer>> forms = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        for (String text : texts) {
            var stems = new LinkedHashSet<String>();
            for (String word : NO_WORD.split(text.toLowerCase(Locale.ROOT), -1)) {
                if (names(word)) {
                    String stem = stem(word);
                    forms.computeIfAbsent(stem, none -> new TreeMap<>()).merge(word, 1, Integer::sum);
                    stems.add(stem);
                }
            }
            stems.forEach(stem -> counts.merge(stem, 1, Integer::sum));
        }
        Map<String, Integer> words = new TreeMap<>();
        counts.forEach((stem, count) -> words.put(frequent(forms.getOrDefault(stem, new HashMap<>())), count));
        return words;
    }

    private static boolean names(String word) {
        return word.length() >= SHORTEST
                && word.length() <= LONGEST
                && !COMMON.contains(word)
                && word.chars().anyMatch(Character::isLetter);
    }

    private static String stem(String word) {
        boolean plural = word.length() > SHORTEST + 1 && word.endsWith("s") && !word.endsWith("ss");
        return plural ? word.substring(0, word.length() - 1) : word;
    }

    private static String frequent(Map<String, Integer> forms) {
        return forms.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(
                                Map.Entry.<String, Integer>comparingByKey().reversed()))
                .map(Map.Entry::getKey)
                .orElseThrow();
    }
}
