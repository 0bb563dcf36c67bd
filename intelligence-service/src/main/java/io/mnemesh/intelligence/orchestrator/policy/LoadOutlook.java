package io.mnemesh.intelligence.orchestrator.policy;

/**
 * The most load to be expected within the horizon of a {@link LoadForecaster}, in the unit of the load.
 *
 * @param expected   the forecast of the highest minute
 * @param upper      what the highest minute stays below, as often as the forecaster was asked for
 * @param confidence 0 to 1: how near the bound is to the forecast, discounted while few errors are known
 * @param errors     forecasts whose truth is known
 */
public record LoadOutlook(double expected, double upper, double confidence, int errors) {}
