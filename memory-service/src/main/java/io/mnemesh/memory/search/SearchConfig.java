package io.mnemesh.memory.search;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How memories are searched. */
@ConfigMapping(prefix = "mnemesh.memory.search")
public interface SearchConfig {

    /** Time the vector of a question may take; after it the question is searched by its words. */
    @WithDefault("PT0.25S")
    Duration embeddingDeadline();

    /** Share of the semantic score, 0 to 1; the lexical score has the rest. */
    @WithDefault("0.6")
    double semanticWeight();

    /** Candidates each leg contributes at first; deeper pages ask for more. */
    @WithDefault("150")
    int candidates();

    /** Searches that run at once. */
    @WithDefault("2")
    int threads();

    /** Searches that may wait; more are refused with 429. */
    @WithDefault("256")
    int queue();

    /** How much priors count where the request does not say; 0 switches one off, 1 is as fitted. */
    PriorsConfig priors();

    /** One factor per prior, 0 to 2. */
    interface PriorsConfig {

        /** What the neighbouring turns of its conversation say. */
        @WithDefault("1")
        double window();

        /** What the best of its session say. */
        @WithDefault("1")
        double session();

        /** The question names who says it, or whom it is about. */
        @WithDefault("1")
        double speaker();

        /** Turns that state before turns that ask. */
        @WithDefault("1")
        double form();

        /** Event time. */
        @WithDefault("1")
        double time();

        /** Newer first, where the question asks for what holds now. */
        @WithDefault("1")
        double recency();

        /** Importance. */
        @WithDefault("1")
        double importance();

        /** The latest of statements that contradict each other. */
        @WithDefault("1")
        double update();

        /** Feedback of users and what is used much. */
        @WithDefault("1")
        double learned();

        /** What is at hand, in searches that say so. */
        @WithDefault("1")
        double bias();
    }
}
