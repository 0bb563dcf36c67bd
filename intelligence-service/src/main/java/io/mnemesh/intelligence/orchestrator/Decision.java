package io.mnemesh.intelligence.orchestrator;

import java.util.List;

/**
 * What one look at a service came to.
 *
 * @param news what belongs into the audit
 */
record Decision(ServicePlan plan, List<ActionRecord> news) {}
