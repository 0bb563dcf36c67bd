package io.mnemesh.memory.consolidation.wording;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What is known of English words: those that add nothing, those that mean the same, those that turn a statement around. */
final class Vocabulary {

    /** Phrases that only introduce a statement, longest first. */
    static final List<List<String>> OPENINGS = Stream.of(
                    "i would like you to know that",
                    "i want you to know that",
                    "please keep in mind that",
                    "it is worth noting that",
                    "just a reminder that",
                    "as a reminder",
                    "just so you know",
                    "for your information",
                    "for the record",
                    "as far as i know",
                    "as i said before",
                    "as mentioned before",
                    "as mentioned",
                    "as discussed",
                    "keep in mind that",
                    "keep in mind",
                    "do not forget that",
                    "please remember that",
                    "please remember",
                    "please note that",
                    "please note",
                    "remember that",
                    "remember this",
                    "note to self",
                    "note that",
                    "a reminder that",
                    "by the way",
                    "i think that",
                    "it is known that",
                    "one more thing",
                    "in fact",
                    "of course",
                    "you know",
                    "quick note",
                    "to be clear",
                    "at the moment",
                    "as we know")
            .map(phrase -> List.of(phrase.split(" ")))
            .toList();

    /** Words that say nothing of the matter wherever they stand. */
    static final Set<String> EMPTY = Set.of(
            "a", "an", "the", "and", "please", "just", "really", "actually", "basically", "btw", "fyi", "ok", "okay", "so",
            "well", "very", "quite", "indeed", "hey", "hi", "hello", "reminder", "remember", "note", "noted", "also", "too",
            "currently", "now", "still", "generally", "simply", "certainly", "definitely", "obviously", "honestly",
            "apparently", "anyway", "thanks", "kindly", "info", "nb", "ps", "etc", "um", "uh", "oh");

    /** Words whose place matters: moving them changes what is said. */
    static final Set<String> BOUND = Set.of(
            "not", "no", "never", "none", "nobody", "nothing", "neither", "nor", "without", "only", "all", "every", "some",
            "many", "few", "most", "any", "each", "both", "than", "but", "except", "unless", "if", "or", "hardly", "rarely",
            "always", "often", "sometimes", "seldom", "can", "could", "may", "might", "must", "shall", "should", "will",
            "would", "because", "although");

    private static final Map<String, String> SPELLINGS = classes(
            "colour color",
            "favourite favorite",
            "favour favor",
            "behaviour behavior",
            "centre center",
            "theatre theater",
            "metre meter",
            "litre liter",
            "grey gray",
            "organise organize",
            "organised organized",
            "prioritise prioritize",
            "optimise optimize",
            "analyse analyze",
            "realise realize",
            "recognise recognize",
            "licence license",
            "travelling traveling",
            "travelled traveled",
            "cancelled canceled",
            "labelled labeled",
            "programme program",
            "catalogue catalog",
            "dialogue dialog",
            "cheque check",
            "tyre tire",
            "percent %",
            "email e-mail mail",
            "ok okay alright",
            "tv television telly",
            "phone telephone",
            "bike bicycle",
            "photo photograph",
            "info information",
            "app application",
            "fridge refrigerator",
            "plane airplane aeroplane",
            "gym gymnasium",
            "exam examination",
            "lab laboratory",
            "ad advert advertisement");

    private static final Map<String, String> SYNONYMS = classes(
            "buy purchase",
            "bought purchased",
            "begin start commence",
            "began started commenced",
            "big large",
            "small little",
            "quick fast rapid",
            "quickly fast rapidly",
            "help assist aid",
            "show display",
            "need require",
            "fix repair mend",
            "fixed repaired mended",
            "car automobile",
            "doctor physician",
            "kid child children",
            "like enjoy",
            "love adore",
            "happy glad",
            "film movie",
            "holiday vacation",
            "flat apartment",
            "job occupation",
            "choose select pick",
            "chose selected picked",
            "finish complete",
            "finished completed",
            "speak talk",
            "often frequently",
            "usually normally typically",
            "reside live",
            "maybe perhaps",
            "many numerous",
            "end conclude",
            "ask inquire",
            "answer reply",
            "receive get",
            "hard difficult",
            "easy simple",
            "smart clever",
            "whole entire",
            "wrong incorrect",
            "correct right",
            "firm company",
            "work job",
            "below beneath",
            "mistake error",
            "shop store",
            "trip journey",
            "taxi cab",
            "autumn fall",
            "soccer football",
            "mum mom mother",
            "dad father",
            "each every",
            "prefer favour",
            "boss supervisor",
            "colleague coworker",
            "meal dish",
            "exercise workout",
            "rent lease",
            "lift elevator",
            "close shut",
            "also too");

    private static final Map<String, String> NUMBERS = Map.ofEntries(
            Map.entry("zero", "0"),
            Map.entry("one", "1"),
            Map.entry("two", "2"),
            Map.entry("three", "3"),
            Map.entry("four", "4"),
            Map.entry("five", "5"),
            Map.entry("six", "6"),
            Map.entry("seven", "7"),
            Map.entry("eight", "8"),
            Map.entry("nine", "9"),
            Map.entry("ten", "10"),
            Map.entry("eleven", "11"),
            Map.entry("twelve", "12"),
            Map.entry("twenty", "20"),
            Map.entry("thirty", "30"),
            Map.entry("forty", "40"),
            Map.entry("fifty", "50"),
            Map.entry("hundred", "100"),
            Map.entry("once", "1x"),
            Map.entry("twice", "2x"));

    private Vocabulary() {}

    /** One form for all spellings and numbers in words. */
    static String plain(String word) {
        String number = NUMBERS.get(word);
        return number == null ? SPELLINGS.getOrDefault(word, word) : number;
    }

    /** One form for words that mean the same. */
    static String meaning(String word) {
        return SYNONYMS.getOrDefault(word, word);
    }

    private static Map<String, String> classes(String... classes) {
        Map<String, String> first = new HashMap<>();
        for (String words : classes) {
            List<String> same = List.of(words.split(" "));
            same.forEach(word -> first.putIfAbsent(word, same.getFirst()));
        }
        return first.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
