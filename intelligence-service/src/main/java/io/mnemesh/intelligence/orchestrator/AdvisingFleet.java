package io.mnemesh.intelligence.orchestrator;

import io.quarkus.arc.DefaultBean;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Where it is not known where the services run: nothing can be done, only advised. */
@DefaultBean
@Singleton
public final class AdvisingFleet implements Fleet {

    private static final String NOTHING = "It is not known where the services run.";

    @Override
    public boolean canAct() {
        return false;
    }

    @Override
    public Optional<Deployed> look(String service) {
        return Optional.empty();
    }

    @Override
    public void scale(String service, int from, int to) {
        throw new FleetException(NOTHING, null);
    }

    @Override
    public void restart(String service, String pod) {
        throw new FleetException(NOTHING, null);
    }
}
