package io.mnemesh.intelligence.orchestrator.policy;

import java.time.Duration;

/**
 * Within what the gateways are asked to relieve a service.
 *
 * @param lowShare    part of a service's limit that low priority keeps while bulk load is shed, 0 to 0.5
 * @param openedShare largest part of a service's instances whose breakers are open by order at once, 0 to 1
 * @param breakerHold for how long a breaker is held open, before the instance is tried again
 * @param longest     for how long bulk load is shed at most, before it is tried again
 * @param patience    minutes beyond the capacity before bulk load is shed while more replicas may come
 * @param hold        minutes of room before bulk load is let in again
 */
public record ReliefRule(
        double lowShare, double openedShare, Duration breakerHold, Duration longest, int patience, int hold) {}
