package io.mnemesh.memory.erasure;

import java.util.List;
import java.util.Locale;

/**
 * The steps of an erasure in their order. Each can be done again without harm, so an erasure goes on at the step at which
 * it was interrupted.
 */
public enum ErasureStep {
    /** Which memories are meant is written down. */
    COLLECT,
    /** The record lets go of them: rows, vectors, history, feedback, fingerprints, the outbox. */
    DELETE,
    /** Cached reads are dropped in all tiers and instances. */
    CACHES,
    /** The other services are asked to remove what they have. */
    ASK,
    /** All of them have answered. */
    ANSWERS,
    /** The event log and the lanes are freed. */
    STREAMS,
    /** Whoever read an event before has let go of it. */
    SETTLE,
    /** The services are asked once more, now that nothing new can reach them. */
    ASK_AGAIN,
    /** All of them have answered again. */
    ANSWERS_AGAIN,
    /** No search index of any instance has them any more, not in its files either. */
    INDEXES,
    /** Looked again: nothing came late. */
    VERIFY,
    /** The requests to the services, which name the user, are removed. */
    TRACES,
    /** The pages of the tables are free of deleted rows. */
    PAGES,
    /** The tombstone is signed. */
    SEAL,
    /** All is done. */
    DONE;

    private static final List<ErasureStep> ORDER = List.of(values());

    /** Steps to do. */
    public static final int COUNT = ORDER.indexOf(DONE);

    /** Name in answers and events. */
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The step after this one. */
    public ErasureStep next() {
        return ORDER.get(Math.min(number() + 1, COUNT));
    }

    /** How many steps come before this one. */
    public int number() {
        return ORDER.indexOf(this);
    }

    /** The steps before this one. */
    public List<ErasureStep> before() {
        return ORDER.subList(0, number());
    }
}
