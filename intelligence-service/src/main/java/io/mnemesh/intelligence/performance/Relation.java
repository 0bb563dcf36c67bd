package io.mnemesh.intelligence.performance;

import io.mnemesh.intelligence.performance.evidence.LaggedCorrelation;

/** Two series that go together; nobody intervened, so it is no proof that one is the cause. */
public record Relation(SeriesName first, SeriesName second, LaggedCorrelation.Found found) {}
