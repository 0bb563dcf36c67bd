package io.mnemesh.intelligence.orchestrator.policy;

/** Whether an action may be taken. */
public sealed interface Verdict {

    /** It may. */
    record Allowed() implements Verdict {}

    /**
     * It may not.
     *
     * @param rule {@code cool-down} or {@code budget}
     * @param why  one sentence
     */
    record Refused(String rule, String why) implements Verdict {}
}
