package io.mnemesh.intelligence.orchestrator;

import io.mnemesh.intelligence.orchestrator.Fleet.Deployed;
import io.mnemesh.intelligence.orchestrator.policy.FailureOutlook.Prediction;
import io.mnemesh.intelligence.orchestrator.policy.LoadOutlook;
import io.mnemesh.intelligence.orchestrator.policy.ScalingRule;
import io.mnemesh.intelligence.orchestrator.policy.ServiceMinute;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a service and to be expected of it.
 *
 * @param latest   its last minute
 * @param known    minutes that are known
 * @param ahead    minutes the outlook is of
 * @param deployed how it runs, null if that is not known
 * @param advised  replicas for what is to be expected
 * @param failures how it may fail
 * @param missing  what would be needed to say more
 */
public record ServiceInsight(
        String service,
        ServiceMinute latest,
        int known,
        LoadOutlook load,
        int ahead,
        ScalingRule rule,
        @Nullable Deployed deployed,
        int advised,
        List<Prediction> failures,
        List<String> missing) {}
