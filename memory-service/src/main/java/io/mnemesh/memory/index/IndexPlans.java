package io.mnemesh.memory.index;

import io.smallrye.mutiny.Uni;

/** Where the plan is kept. */
public interface IndexPlans {

    /** The plan as of now. */
    Uni<IndexPlan> current();
}
