package io.mnemesh.memory.index.ranking;

import java.util.regex.Pattern;

/** Words that say when, and questions that ask for it. */
final class TimeWords {

    private static final int FLAGS = Pattern.CASE_INSENSITIVE;

    private static final Pattern TELLING = Pattern.compile(
            "\\b(?:yesterday|today|tonight|tomorrow|ago|last|next|week(?:s|end)?|months?|years?|days?|(?:mon|tues|wednes"
                    + "|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october"
                    + "|november|december|spring|summer|autumn|fall|winter|morning|evening|night|recently|soon|since"
                    + "|birthday|\\d{4})\\b",
            FLAGS);

    /** "When" asks at the beginning, before a verb, or for what somebody knows or says; elsewhere it joins two clauses. */
    private static final Pattern ASKING = Pattern.compile(
            "^\\W*(?:(?:and|so|since|until|till|by) )?when\\b(?![^?]*,)"
                    + "|\\bwhen (?:did|do|does|is|are|was|were|will|would|has|have|had|can|could|should|must|may|might"
                    + "|exactly)\\b"
                    + "|\\b(?:know|knows|tell|tells|told|say|says|said|remember|recall|ask|asked|wonder|find out)"
                    + "(?: \\w+)? when\\b"
                    + "|\\b(?:how long|(?:what|which) (?:date|day|month|year))\\b",
            FLAGS);

    private static final Pattern ASKING_LATEST = Pattern.compile(
            "\\b(?:latest|newest|most recent(?:ly)?|currently|current|now|nowadays|these days)\\b", FLAGS);

    private TimeWords() {}

    static boolean in(String text) {
        return TELLING.matcher(text).find();
    }

    /** True if the question asks when something happens. */
    static boolean asked(String question) {
        return ASKING.matcher(question).find();
    }

    /** True if the question asks for what holds now. */
    static boolean latestAsked(String question) {
        return ASKING_LATEST.matcher(question).find();
    }
}
