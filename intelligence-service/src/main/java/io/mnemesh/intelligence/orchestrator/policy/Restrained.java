package io.mnemesh.intelligence.orchestrator.policy;

/** Something that is done only so often. */
public interface Restrained {

    /** What it is done to, for cool-down: the same target is not acted on again too soon. */
    String target();

    /** True if waiting costs users more than a wrong action does. */
    boolean isUrgent();
}
