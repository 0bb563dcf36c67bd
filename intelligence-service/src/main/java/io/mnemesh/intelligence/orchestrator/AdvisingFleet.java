package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.policy.Action;
import java.util.Optional;

/** Where it is not known where the services run: nothing can be done, only advised. */
public final class AdvisingFleet implements Fleet {

    static final String NOTHING = "It is not known where the services run.";

    @Override
    public boolean canAct() {
        return false;
    }

    @Override
    public Optional<Deployed> look(String service) {
        return Optional.empty();
    }

    @Override
    public String rehearse(Action action) {
        throw new FleetException(NOTHING, null);
    }

    @Override
    public String carryOut(Action action) {
        throw new FleetException(NOTHING, null);
    }
}
