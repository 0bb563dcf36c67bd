package io.mnemesh.memory.erasure;

/** What trying a step came to. */
sealed interface Outcome {

    Outcome DONE = new Done();
    Outcome MORE = new More();
    Outcome WAIT = new Wait();

    /** The step is done. */
    record Done() implements Outcome {}

    /** Part of it is done and the rest can go on at once. */
    record More() implements Outcome {}

    /** Others have to do something first. */
    record Wait() implements Outcome {}

    /** Something came late: all from this step on is done again. */
    record Back(ErasureStep to) implements Outcome {}
}
