package io.mnemesh.gateway.relay.balance;

import java.util.List;

/**
 * What a balancer knows at one moment.
 *
 * @param learning       whether the residual is learned
 * @param trusted        whether it is used
 * @param averageError   mean absolute error of the average, on the natural logarithm of the latency
 * @param learnedError   that of the learned residual
 * @param samples        answers both were compared on
 * @param failureWeights bias and weights of the failure model
 */
public record BalancerView(
        List<InstanceView> instances,
        boolean learning,
        boolean trusted,
        double averageError,
        double learnedError,
        long samples,
        double[] failureWeights) {}
